package io.promopool.settings;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Every key there is, with its default as the file would spell it. */
final class SettingKeys {
    /** In the order of the manual. */
    static final Map<String, String> DEFAULTS = defaults();

    /** Keys whose value is never shown. */
    static final Set<String> SECRET = Set.of("auth.keys", "redis.url", "alerts.webhook.url", "alerts.webhook.secret");

    static final String ENVIRONMENT_PREFIX = "PROMOPOOL_";

    private SettingKeys() {}

    private static Map<String, String> defaults() {
        Map<String, String> defaults = new LinkedHashMap<>();
        defaults.put("http.host", "127.0.0.1");
        defaults.put("http.port", "8080");
        defaults.put("http.max-uploads", "4");
        defaults.put("http.max-connections", "4096");
        defaults.put("http.stop-timeout", "15s");
        defaults.put("auth.keys", "");
        defaults.put("upload.max-bytes", "2147483648");
        defaults.put("upload.max-row-length", "65536");
        defaults.put("redis.url", "");
        defaults.put("redis.prefix", "pp");
        defaults.put("redis.timeout", "2s");
        defaults.put("redis.buckets", "65536");
        defaults.put("durability.replicas", "0");
        defaults.put("data.dir", "data");
        defaults.put("embedded.executable", "");
        defaults.put("claims.timeout", "5s");
        defaults.put("claims.max-waiting", "10000");
        defaults.put("claims.batch-size", "128");
        defaults.put("alerts.warning", "500");
        defaults.put("alerts.alarm", "50");
        defaults.put("alerts.expiring.codes", "100");
        defaults.put("alerts.expiring.days", "7");
        defaults.put("alerts.runs-out-in", "24h");
        defaults.put("alerts.webhook.url", "");
        defaults.put("alerts.webhook.secret", "");
        defaults.put("alerts.organisation", "");
        defaults.put("time.zone", "UTC");
        return Collections.unmodifiableMap(defaults);
    }

    /** The environment variable that overrides a key. */
    static String variable(String key) {
        return ENVIRONMENT_PREFIX + key.replace('.', '_').replace('-', '_').toUpperCase(Locale.ROOT);
    }

    /** The end of a message about something that is no key. */
    static String known() {
        return "known are " + String.join(", ", DEFAULTS.keySet());
    }
}
