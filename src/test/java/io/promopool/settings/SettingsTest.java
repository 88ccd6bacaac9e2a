package io.promopool.settings;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.promopool.redis.connection.Durability;
import io.promopool.redis.connection.Durability.Require;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SettingsTest {
    private static final String FILE = "config/promopool.properties";
    private static final String KEY_HASH = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08";

    @TempDir
    private Path dir;

    @Test
    void without_a_file_the_defaults_apply() {
        Settings settings = load(Map.of());
        assertEquals("127.0.0.1", settings.http().host());
        assertEquals(8080, settings.http().port());
        assertEquals(List.of(), settings.http().allowedHosts().names());
        assertEquals(Duration.ofSeconds(15), settings.http().stopTimeout());
        assertEquals(List.of(), settings.auth().keys());
        assertEquals(2_147_483_648L, settings.upload().maxBytes());
        assertEquals(Optional.empty(), settings.storage().redis().url());
        assertEquals(65_536, settings.storage().redis().buckets());
        assertEquals(new Durability(0, Require.ALL), settings.storage().durability());
        assertFalse(settings.storage().pool().choice().mayCreate());
        assertEquals(Path.of("data"), settings.embedded().dataDir());
        assertEquals(Optional.empty(), settings.embedded().executable());
        assertEquals(128, settings.storage().claims().batchSize());
        assertEquals(ZoneId.of("UTC"), settings.zone());
    }

    @Test
    void every_key_can_be_set_in_the_file() throws IOException {
        write("""
                http.host = 0.0.0.0
                http.port = 0
                http.allowed-hosts = promo.example.com, Promo.example.com:8443,[::1]:9
                http.max-uploads = 64
                http.max-connections = 65536
                http.stop-timeout = 1m
                auth.keys = shop:claim+read:%s, boss:admin:%s00
                upload.max-bytes = 1000
                upload.max-row-length = 1000
                redis.url = redis-sentinel://user:secret@one:26379,two:26379/0#shop
                redis.prefix = Shop-1_
                redis.timeout = 500ms
                redis.buckets = 4096
                durability.replicas = 1
                durability.require = none
                redis.pool = 0123456789abcdef
                redis.on-rollback = warn
                data.dir = /var/lib/Купон
                embedded.executable = /usr/bin/redis-server
                claims.timeout = PT2S
                claims.max-waiting = 1
                claims.batch-size = 256
                time.zone = Europe/Kyiv
                """.formatted(KEY_HASH, KEY_HASH.substring(2)));
        Settings settings = load(Map.of());
        assertEquals("0.0.0.0", settings.http().host());
        assertEquals(0, settings.http().port());
        assertEquals(
                List.of("promo.example.com", "Promo.example.com:8443", "[::1]:9"),
                settings.http().allowedHosts().names());
        assertEquals(64, settings.http().maxUploads());
        assertEquals(65_536, settings.http().maxConnections());
        assertEquals(Duration.ofMinutes(1), settings.http().stopTimeout());
        assertEquals(2, settings.auth().keys().size());
        assertEquals(1000, settings.upload().maxBytes());
        assertEquals(1000, settings.upload().maxRowLength());
        assertEquals(
                Optional.of("redis-sentinel://user:secret@one:26379,two:26379/0#shop"),
                settings.storage().redis().url());
        assertEquals("Shop-1_", settings.storage().redis().prefix());
        assertEquals(Duration.ofMillis(500), settings.storage().redis().timeout());
        assertEquals(4096, settings.storage().redis().buckets());
        assertEquals(new Durability(1, Require.NONE), settings.storage().durability());
        assertEquals(
                Optional.of("0123456789abcdef"),
                settings.storage().pool().choice().id());
        assertEquals(Path.of("/var/lib/Купон"), settings.embedded().dataDir());
        assertEquals(
                Optional.of(Path.of("/usr/bin/redis-server")),
                settings.embedded().executable());
        assertEquals(Duration.ofSeconds(2), settings.storage().claims().timeout());
        assertEquals(1, settings.storage().claims().maxWaiting());
        assertEquals(256, settings.storage().claims().batchSize());
        assertEquals(ZoneId.of("Europe/Kyiv"), settings.zone());
    }

    @Test
    void the_environment_overrides_the_file() throws IOException {
        write("http.port=1\nclaims.max-waiting=2\nredis.url=redis://one\n");
        Settings settings = load(Map.of("PROMOPOOL_HTTP_PORT", "3", "PROMOPOOL_REDIS_URL", "", "HTTP_PORT", "4"));
        assertEquals(3, settings.http().port());
        assertEquals(2, settings.storage().claims().maxWaiting());
        assertEquals(Optional.empty(), settings.storage().redis().url(), "an empty value is the default");
    }

    @Test
    void another_file_can_be_named_and_must_exist() throws IOException {
        Files.writeString(dir.resolve("a.properties"), "http.port=1");
        Files.writeString(dir.resolve("b.properties"), "http.port=2");
        Map<String, String> env = Map.of("PROMOPOOL_CONFIG", "a.properties");
        assertEquals(1, load(env).http().port());
        assertEquals(
                2,
                Settings.load(env, Map.of("promopool.config", "b.properties"), dir)
                        .http()
                        .port());
        assertEquals(
                "the settings file c.properties does not exist", refused(Map.of("PROMOPOOL_CONFIG", "c.properties")));
        assertTrue(refused(Map.of("PROMOPOOL_CONFIG", ".")).startsWith("the settings file . can't be read: "));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "http.host | a b | must be a host name",
                "http.port | 65536 | from 0 to 65535",
                "http.port | -1 | from 0 to 65535",
                "http.port | 80.5 | whole number",
                "http.port | eighty | whole number",
                "http.port | 99999999999 | whole number",
                "http.allowed-hosts | https://promo.example.com | without https://",
                "http.allowed-hosts | *.example.com | without *",
                "http.allowed-hosts | a.example,,b.example | must be host names separated by commas",
                "http.allowed-hosts | a.example:65536 | must be host names separated by commas",
                "http.allowed-hosts | купон.example | must be host names separated by commas",
                "http.max-uploads | 0 | from 1 to 64",
                "http.max-connections | 15 | from 16 to 65536",
                "http.stop-timeout | 11m | up to 10m",
                "upload.max-bytes | 0 | from 1 to 1000000000000",
                "upload.max-row-length | 999 | from 1000 to 1048576",
                "redis.prefix | a:b | letters",
                "redis.timeout | 99ms | from 100ms to 60s",
                "redis.timeout | 2 | must be a duration, such as 500ms, 2s or 1m",
                "redis.buckets | 65537 | 65536",
                "durability.replicas | 11 | from 0 to 10",
                "durability.require | some | must be all or none",
                "redis.on-rollback | maybe | must be stop or warn",
                "redis.pool | yes | must be create, or the id of a pool",
                "claims.timeout | 61s | from 100ms to 60s",
                "claims.max-waiting | 0 | from 1 to 1000000",
                "claims.batch-size | 257 | from 1 to 256",
                "alerts.warning | -1 | = -1: must be a whole number from 0 to 1000000000",
                "alerts.alarm | 1000000001 | = 1000000001: must be a whole number from 0 to 1000000000",
                "time.zone | Kyiv | must be a time zone",
            })
    void a_bad_value_is_named_with_its_source_and_what_is_allowed(String key, String value, String allowed)
            throws IOException {
        String variable = SettingKeys.variable(key);
        String fromEnvironment = refused(Map.of(variable, value));
        assertTrue(fromEnvironment.startsWith(variable + ": " + key + " = " + value + ": "), fromEnvironment);
        assertTrue(fromEnvironment.contains(allowed), fromEnvironment);
        write(key + "=" + value);
        String fromFile = refused(Map.of());
        assertTrue(fromFile.startsWith(FILE + ": " + key + " = " + value + ": "), fromFile);
        assertTrue(fromFile.contains(allowed), fromFile);
    }

    @ParameterizedTest
    @CsvSource({
        "auth.keys, shop:claim:hunter2",
        "auth.keys, hunter2",
        "redis.url, http://u:hunter2@host",
        "redis.url, redis://u:hunter2 @host",
        "redis.url, hunter2",
    })
    void secrets_are_not_shown(String key, String value) {
        String message = refused(Map.of(SettingKeys.variable(key), value));
        assertTrue(message.startsWith(SettingKeys.variable(key) + ": " + key + " = (not shown): "), message);
        assertFalse(message.contains("hunter2"), message);
        Settings fine = load(Map.of("PROMOPOOL_REDIS_URL", "redis://u:hunter2@host"));
        assertFalse(fine.toString().contains("hunter2"), fine.toString());
    }

    @Test
    void a_claim_has_time_for_at_least_one_call() throws IOException {
        write("redis.timeout=6s");
        assertEquals(
                "claims.timeout (5s, the default) must not be shorter than redis.timeout (6s in " + FILE
                        + "): a claim needs at least one call to Redis",
                refused(Map.of()));
        assertEquals(
                Duration.ofSeconds(6),
                load(Map.of("PROMOPOOL_CLAIMS_TIMEOUT", "6s"))
                        .storage()
                        .claims()
                        .timeout());
    }

    @Test
    void an_unknown_key_stops_the_start() throws IOException {
        write("http.prot=8080");
        String message = refused(Map.of());
        assertTrue(message.startsWith(FILE + ": unknown setting http.prot; did you mean http.port?"), message);
        write("shop.name=x");
        assertTrue(refused(Map.of())
                .startsWith(FILE + ": unknown setting shop.name; the settings are http.host, http.port, "));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "PROMOPOOL_HTTP_PROT",
                "PROMOPOOL_PORT",
                "PROMOPOOL_REDIS_PORT",
                "PROMOPOOL_",
                "PROMOPOOL_http_port"
            })
    void an_unknown_variable_stops_the_start(String name) {
        String message = refused(Map.of(name, "8080"));
        assertTrue(message.startsWith("unknown environment variable " + name + "; "), message);
    }

    @ParameterizedTest
    @CsvSource({
        "PROMOPOOL_HTTP_PROT, did you mean PROMOPOOL_HTTP_PORT?",
        "PROMOPOOL_http_port, did you mean PROMOPOOL_HTTP_PORT?",
        "PROMOPOOL_CLAIMS_MAXWAITING, did you mean PROMOPOOL_CLAIMS_MAX_WAITING?",
        "PROMOPOOL_REDIS_HOST, the settings are http.host",
    })
    void a_misspelled_variable_is_answered_with_the_one_that_was_meant(String name, String hint) {
        String message = refused(Map.of(name, "8080"));
        assertTrue(message.startsWith("unknown environment variable " + name + "; " + hint), message);
    }

    @Test
    void variables_that_kubernetes_sets_are_ignored() {
        Settings settings = load(Map.of(
                "PROMOPOOL_SERVICE_HOST", "10.0.0.1",
                "PROMOPOOL_SERVICE_PORT", "80",
                "PROMOPOOL_SERVICE_PORT_HTTP", "80",
                "PROMOPOOL_PORT", "tcp://10.0.0.1:80",
                "PROMOPOOL_PORT_80_TCP", "tcp://10.0.0.1:80",
                "PROMOPOOL_PORT_80_TCP_ADDR", "10.0.0.1",
                "PROMOPOOL_REDIS_SERVICE_HOST", "10.0.0.2",
                "PROMOPOOL_REDIS_PORT", "tcp://10.0.0.2:6379",
                "PROMOPOOLING", "x"));
        assertEquals(8080, settings.http().port());
    }

    @Test
    void the_variables_of_the_command_line_are_ignored() {
        Settings settings = load(Map.of("PROMOPOOL_URL", "http://shop:8080", "PROMOPOOL_API_KEY", "secret"));
        assertEquals(8080, settings.http().port());
    }

    @Test
    void a_key_is_set_in_the_file_only_once() throws IOException {
        write("http.port=1\nhttp.port=1\n");
        assertEquals(FILE + ": http.port is set twice", refused(Map.of()));
    }

    @Test
    void a_file_that_is_not_utf8_or_not_a_properties_file_is_refused() throws IOException {
        Files.createDirectories(dir.resolve("config"));
        Files.write(dir.resolve(FILE), "data.dir=Купон".getBytes(StandardCharsets.UTF_16));
        assertEquals(FILE + ": the file is not valid UTF-8; save it as UTF-8", refused(Map.of()));
        write("data.dir=C:\\users");
        assertTrue(refused(Map.of()).startsWith(FILE + ": \\u must be followed by "), refused(Map.of()));
        write("\uFEFFhttp.port=1");
        assertEquals(1, load(Map.of()).http().port());
    }

    @Test
    void a_message_is_one_line_of_bounded_length() {
        String message = refused(Map.of("PROMOPOOL_TIME_ZONE", "a\nb" + "c".repeat(10_000)));
        assertFalse(message.contains("\n"), message);
        assertTrue(message.length() < 300, message);
    }

    /** Unlike prose, a commented-out setting has no space before the equals sign. */
    @Test
    void the_file_in_config_is_the_manual_of_every_key() throws IOException {
        List<String> commented = Files.readAllLines(Path.of(FILE)).stream()
                .filter(line -> line.matches("#[a-z]+(\\.[a-z-]+)+=.*"))
                .map(line -> line.substring(1))
                .toList();
        List<String> defaults = SettingKeys.DEFAULTS.entrySet().stream()
                .map(entry -> entry.getKey() + "=" + entry.getValue())
                .toList();
        assertEquals(defaults, commented);
        write(String.join("\n", commented));
        assertEquals(Settings.load(Map.of(), Map.of(), dir.resolve("none")), load(Map.of()));
    }

    private void write(String text) throws IOException {
        Files.createDirectories(dir.resolve("config"));
        Files.writeString(dir.resolve(FILE), text);
    }

    private Settings load(Map<String, String> env) {
        return Settings.load(env, Map.of(), dir);
    }

    private String refused(Map<String, String> env) {
        return assertThrows(SettingsException.class, () -> load(env)).getMessage();
    }
}
