package io.promopool.settings;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.deser.std.FromStringDeserializer;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.dataformat.javaprop.JavaPropsMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import io.promopool.alerts.AlertSettings;
import io.promopool.auth.ApiKey;
import io.promopool.auth.AuthSettings;
import io.promopool.http.AllowedHosts;
import io.promopool.http.HttpSettings;
import io.promopool.redis.StorageSettings;
import io.promopool.redis.claims.ClaimSettings;
import io.promopool.redis.connection.Durability;
import io.promopool.redis.connection.Durability.Require;
import io.promopool.redis.connection.OnRollback;
import io.promopool.redis.connection.PoolChoice;
import io.promopool.redis.connection.PoolSettings;
import io.promopool.redis.connection.RedisSettings;
import io.promopool.redis.embedded.EmbeddedSettings;
import io.promopool.upload.UploadLimits;
import java.io.IOException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZoneId;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.regex.Pattern;

/** Turns the text of settings into records. */
final class SettingsMapper {
    private final JavaPropsMapper mapper = JavaPropsMapper.builder()
            .propertyNamingStrategy(PropertyNamingStrategies.KEBAB_CASE)
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .addModule(new Jdk8Module())
            .addModule(new SimpleModule()
                    .addDeserializer(Duration.class, new Read<>(Duration.class, DurationText::parse))
                    .addDeserializer(Require.class, new Read<>(Require.class, Require::parse))
                    .addDeserializer(PoolChoice.class, new Read<>(PoolChoice.class, PoolChoice::parse))
                    .addDeserializer(OnRollback.class, new Read<>(OnRollback.class, OnRollback::parse))
                    .addDeserializer(ZoneId.class, new Read<>(ZoneId.class, SettingsMapper::zone))
                    .addDeserializer(
                            AllowedHosts.class, new Read<>(AllowedHosts.class, AllowedHosts::parse, AllowedHosts.NONE)))
            .build();

    /** @throws SettingsException if the value is not allowed, whatever the other settings are */
    void check(Setting setting) {
        try {
            read(List.of(setting)).settings();
        } catch (IOException | IllegalArgumentException e) {
            throw setting.refused(reason(e));
        }
    }

    /** Applies the given settings, each of which has been checked, over the defaults. */
    Settings map(Collection<Setting> given) {
        try {
            return read(given).settings();
        } catch (IOException e) {
            throw new IllegalStateException("settings that are valid one by one are invalid together", e);
        }
    }

    private Groups read(Collection<Setting> given) throws IOException {
        Map<String, String> texts = new TreeMap<>(SettingKeys.DEFAULTS);
        given.forEach(setting -> texts.put(setting.key(), setting.text()));
        // A missing key becomes an empty Optional; empty text would become a present one.
        texts.values().removeIf(String::isEmpty);
        return mapper.readMapAs(texts, Groups.class);
    }

    /** The message of the rule that was broken. Jackson's own messages name classes and might repeat a secret. */
    private static String reason(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof IllegalArgumentException) {
                return cause.getMessage();
            }
        }
        return "must be a whole number, in digits, and not too large";
    }

    private static List<ApiKey> apiKeys(String text) {
        return Pattern.compile(",").splitAsStream(text).map(ApiKey::parse).toList();
    }

    private static ZoneId zone(String text) {
        try {
            return ZoneId.of(text);
        } catch (DateTimeException e) {
            throw new IllegalArgumentException("must be a time zone, such as UTC or Europe/Kyiv", e);
        }
    }

    private record Groups(
            HttpSettings http,
            Optional<Auth> auth,
            UploadLimits upload,
            Redis redis,
            Durability durability,
            Data data,
            Optional<Embedded> embedded,
            ClaimSettings claims,
            AlertSettings alerts,
            Time time) {

        private record Auth(String keys) {}

        private record Redis(
                Optional<String> url,
                String prefix,
                Duration timeout,
                int buckets,
                Optional<PoolChoice> pool,
                OnRollback onRollback) {}

        private record Data(Path dir) {}

        private record Embedded(Path executable) {}

        private record Time(ZoneId zone) {}

        Settings settings() {
            AuthSettings keys = new AuthSettings(
                    auth.map(Auth::keys).map(SettingsMapper::apiKeys).orElse(List.of()));
            EmbeddedSettings server = new EmbeddedSettings(data.dir(), embedded.map(Embedded::executable));
            RedisSettings where = new RedisSettings(redis.url, redis.prefix, redis.timeout, redis.buckets);
            PoolSettings pool = new PoolSettings(redis.pool.orElse(PoolChoice.existing()), redis.onRollback);
            StorageSettings storage = new StorageSettings(where, pool, durability, claims, time.zone());
            return new Settings(http, keys, upload, storage, server, alerts);
        }
    }

    private static final class Read<T> extends FromStringDeserializer<T> {
        private static final long serialVersionUID = 1L;
        private final transient Function<String, T> parse;
        private final transient T absent;

        private Read(Class<T> type, Function<String, T> parse) {
            this(type, parse, null);
        }

        /** @param absent the value if the setting is missing; null = it must not be missing */
        private Read(Class<T> type, Function<String, T> parse, T absent) {
            super(type);
            this.parse = parse;
            this.absent = absent;
        }

        @Override
        public Object getAbsentValue(DeserializationContext context) {
            return absent;
        }

        @Override
        protected T _deserialize(String text, DeserializationContext context) throws JsonProcessingException {
            return parse.apply(text);
        }
    }
}
