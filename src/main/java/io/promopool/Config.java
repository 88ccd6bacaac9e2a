package io.promopool;

import io.promopool.alerts.AlertSettings;
import io.promopool.auth.AuthSettings;
import io.promopool.http.HttpSettings;
import io.promopool.redis.StorageSettings;
import io.promopool.redis.embedded.EmbeddedSettings;
import io.promopool.upload.UploadLimits;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.Map;
import java.util.TreeMap;

/**
 * All settings of the service, valid. {@code config/promopool.properties} is their manual.
 */
public record Config(
        HttpSettings http,
        AuthSettings auth,
        UploadLimits upload,
        StorageSettings storage,
        EmbeddedSettings embedded,
        AlertSettings alerts) {

    /** Where a file other than the default one is named; the property comes first. */
    static final String FILE_PROPERTY = "promopool.config";

    /**
     * Reads the settings: the environment before the file, the file before the defaults. An empty value is the default.
     *
     * @param env the environment; {@code PROMOPOOL_HTTP_PORT} is {@code http.port}, and so on for every key
     * @param system the system properties; only {@value #FILE_PROPERTY} is read
     * @param workingDir where relative names of the file start
     * @throws ConfigException where a key or a variable is unknown, a value is not allowed, or the file can't be read
     */
    public static Config load(Map<String, String> env, Map<?, ?> system, Path workingDir) {
        Map<String, Setting> given = new TreeMap<>(new ConfigFile(env, system, workingDir).settings());
        given.putAll(ConfigEnvironment.settings(env));
        given.values().removeIf(setting -> setting.text().isEmpty());
        ConfigMapper mapper = new ConfigMapper();
        // Each alone first: what a group of settings complains about is then known to be this one.
        given.values().forEach(mapper::check);
        Config config = mapper.map(given.values());
        config.checkTogether(given);
        return config;
    }

    /** The time zone in which dates are read and printed. */
    public ZoneId zone() {
        return storage.zone();
    }

    private void checkTogether(Map<String, Setting> given) {
        if (storage.claims().timeout().compareTo(storage.redis().timeout()) < 0) {
            String rule = "claims.timeout (%s) must not be shorter than redis.timeout (%s):"
                    + " one claim takes at least one call";
            throw new ConfigException(rule.formatted(origin("claims.timeout", given), origin("redis.timeout", given)));
        }
        if (alerts.warning() < alerts.alarm()) {
            String rule = "alerts.warning (%s) must not be below alerts.alarm (%s): a warning comes first";
            throw new ConfigException(rule.formatted(origin("alerts.warning", given), origin("alerts.alarm", given)));
        }
    }

    private static String origin(String key, Map<String, Setting> given) {
        Setting setting = given.get(key);
        return setting == null
                ? ConfigKeys.DEFAULTS.get(key) + ", the default"
                : setting.text() + " in " + setting.source();
    }
}
