package io.promopool.settings;

import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/** Every key, with its default as it would be written in the file. */
final class SettingKeys {
    /** In the order of {@code config/promopool.properties}. */
    static final Map<String, String> DEFAULTS = defaults();

    /** Keys whose values never appear in messages. */
    static final Set<String> SECRET = Set.of("auth.keys", "redis.url", "alerts.webhook.url", "alerts.webhook.secret");

    static final String ENVIRONMENT_PREFIX = "PROMOPOOL_";

    /** Two swapped letters count as two. A higher limit would suggest unrelated keys, as redis.url for redis.port. */
    private static final int MAX_TYPOS = 2;

    private SettingKeys() {}

    private static Map<String, String> defaults() {
        Map<String, String> defaults = new LinkedHashMap<>();
        defaults.put("http.host", "127.0.0.1");
        defaults.put("http.port", "8080");
        defaults.put("http.allowed-hosts", "");
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
        defaults.put("redis.pool", "");
        defaults.put("redis.on-rollback", "stop");
        defaults.put("durability.replicas", "0");
        defaults.put("durability.require", "all");
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

    /** The environment variable that sets this key. */
    static String variable(String key) {
        return ENVIRONMENT_PREFIX + key.replace('.', '_').replace('-', '_').toUpperCase(Locale.ROOT);
    }

    /** All keys, for a message about an unknown one. */
    static String known() {
        return "the settings are " + String.join(", ", DEFAULTS.keySet());
    }

    /** The key that was probably meant, spelled as in the file or in a variable; empty if none is similar. */
    static Optional<String> closest(String misspelled) {
        String plain = plain(misspelled);
        return DEFAULTS.keySet().stream()
                .filter(key -> distance(plain, plain(key)) <= MAX_TYPOS)
                .min(Comparator.comparingInt(key -> distance(plain, plain(key))));
    }

    private static String plain(String key) {
        return key.replace('_', '.').replace('-', '.').toLowerCase(Locale.ROOT);
    }

    /** The Levenshtein distance: how many characters must be inserted, deleted or replaced. */
    private static int distance(String from, String to) {
        int[] row = IntStream.rangeClosed(0, to.length()).toArray();
        for (int i = 1; i <= from.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= to.length(); j++) {
                int replaced = diagonal + (from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(replaced, Math.min(row[j], row[j - 1]) + 1);
            }
        }
        return row[to.length()];
    }
}
