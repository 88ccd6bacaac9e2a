package io.promopool.settings;

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

/** All settings of the service, validated. {@code config/promopool.properties} documents each of them. */
public record Settings(
        HttpSettings http,
        AuthSettings auth,
        UploadLimits upload,
        StorageSettings storage,
        EmbeddedSettings embedded,
        AlertSettings alerts) {

    /**
     * Reads the settings. The environment overrides the file, and the file overrides the defaults. An empty value means
     * the default.
     *
     * @param env the environment; {@code PROMOPOOL_HTTP_PORT} sets {@code http.port}, and likewise for every key
     * @param system the system properties; only {@code promopool.config} is read
     * @param workingDir the directory that a relative file name is resolved against
     * @throws SettingsException if a key or variable is unknown, a value is not allowed, or the file can't be read
     */
    public static Settings load(Map<String, String> env, Map<?, ?> system, Path workingDir) {
        Map<String, Setting> given = new TreeMap<>(new SettingsFile(env, system, workingDir).settings());
        given.putAll(SettingsEnvironment.settings(env));
        given.values().removeIf(setting -> setting.text().isEmpty());
        SettingsMapper mapper = new SettingsMapper();
        // Each value is checked alone first, with defaults for all others, so that an error names its cause.
        given.values().forEach(mapper::check);
        Settings settings = mapper.map(given.values());
        settings.checkTogether(given);
        return settings;
    }

    /** The time zone in which dates are parsed and printed. */
    public ZoneId zone() {
        return storage.zone();
    }

    private void checkTogether(Map<String, Setting> given) {
        if (storage.claims().timeout().compareTo(storage.redis().timeout()) < 0) {
            String rule = "claims.timeout (%s) must not be shorter than redis.timeout (%s):"
                    + " a claim needs at least one call to Redis";
            throw new SettingsException(
                    rule.formatted(origin("claims.timeout", given), origin("redis.timeout", given)));
        }
        if (alerts.warning() < alerts.alarm()) {
            String rule = "alerts.warning (%s) must not be lower than alerts.alarm (%s): the warning fires first";
            throw new SettingsException(rule.formatted(origin("alerts.warning", given), origin("alerts.alarm", given)));
        }
    }

    private static String origin(String key, Map<String, Setting> given) {
        Setting setting = given.get(key);
        return setting == null
                ? SettingKeys.DEFAULTS.get(key) + ", the default"
                : setting.text() + " in " + setting.source();
    }
}
