package io.promopool.deployment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.RedisException;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.api.sync.RedisCommands;
import io.lettuce.core.codec.StringCodec;
import io.lettuce.core.output.StatusOutput;
import io.lettuce.core.protocol.CommandType;
import io.promopool.deployment.Api.Reply;
import io.promopool.pool.AlertLog;
import io.promopool.pool.AlertOutbox;
import io.promopool.pool.StockHistory;
import io.promopool.redis.ClockReview;
import io.promopool.redis.RedisStorage;
import io.promopool.redis.StorageSettings;
import io.promopool.redis.connection.RedisListener;
import io.promopool.redis.recount.Recount;
import io.promopool.redis.testing.Sweeps;
import io.promopool.settings.Settings;
import io.promopool.testing.Await;
import io.promopool.testing.BundledRedis;
import io.promopool.testing.RedisCall;
import io.promopool.testing.RestartableService;
import io.promopool.testing.ServerProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.MethodOrderer.OrderAnnotation;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The service and its Redis as {@code docker compose up} runs them. */
@EnabledOnOs(OS.LINUX)
@TestInstance(Lifecycle.PER_CLASS)
@TestMethodOrder(OrderAnnotation.class)
class ComposedServiceIT {
    private static final InstantSource CLOCK = InstantSource.system();

    @TempDir
    static Path folder;

    private final Map<String, String> environment = new TreeMap<>();
    private ComposedRedis redis;
    private RestartableService service;
    private Api api;
    private String logOfStart;

    @BeforeAll
    void start() throws IOException {
        ComposeFile file = ComposeFile.asItIs();
        redis = new ComposedRedis(file, "redis", BundledRedis.copyTo(folder), folder, Map.of());
        redis.start();
        environment.putAll(file.environment("promopool"));
        environment.replace("PROMOPOOL_CONFIG", "config/promopool.properties");
        environment.computeIfPresent(
                "PROMOPOOL_REDIS_URL", (name, url) -> url.replace("redis:6379", "127.0.0.1:" + redis.port()));
        service = new RestartableService(folder.resolve("service.log"), environment);
        service.begin();
        service.awaitReady();
        api = new Api(service.url(), "demo-key-change-me");
        logOfStart = Files.readString(folder.resolve("service.log"));
    }

    @AfterAll
    void stop() {
        service.close();
        redis.close();
    }

    @BeforeEach
    void forgetRefusals() {
        redis.ask(commands -> commands.aclLogReset());
    }

    /** Checks readiness last: it is known a second later. */
    @Test
    @Order(Integer.MAX_VALUE)
    void everything_that_was_answered_is_stored_after_redis_was_killed_and_restarted() throws Exception {
        assertEquals(2, added(api.csv("/v1/codes?type=killed", "code\nK1\nK2\n")));
        String claim = "{\"type\": \"killed\", \"key\": \"killed\"}";
        String code = post(claim).text("promocode");

        redis.kill();
        redis.start();
        Await.until(
                "claims are answered again",
                Duration.ofSeconds(30),
                () -> post(claim).status() == 200);

        assertEquals(code, post(claim).text("promocode"));
        assertEquals(
                1, api.get("/v1/types/killed/count").body().path("available").asInt());
    }

    private int status(String path) {
        try {
            return api.get(path).status();
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static int added(Reply report) {
        return report.body().path("added").asInt();
    }

    private Reply post(String claim) {
        try {
            return api.json("POST", "/v1/claims", claim);
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private String url() {
        return environment.get("PROMOPOOL_REDIS_URL");
    }

    @Test
    void the_service_finds_nothing_to_warn_of() {
        List<String> warnings = logOfStart
                .lines()
                .filter(line -> line.contains(" WARN ") || line.contains(" ERROR "))
                .toList();
        assertEquals(1, warnings.size(), logOfStart);
        assertTrue(warnings.get(0).contains("a new one was created: pool "), "the first start says so");
    }

    @Test
    void the_user_of_the_service_may_do_all_that_the_service_does() throws Exception {
        String tomorrow = Instant.now().plus(Duration.ofDays(1)).toString().substring(0, 16);
        assertEquals(3, added(api.csv("/v1/codes?type=birthday", "code,discount\nA,10\nB,10\nC,20\n")));
        assertEquals(1, added(api.csv("/v1/codes?type=soon&expirationDate=" + tomorrow, "code\nS\n")));
        assertEquals(
                200, api.csv("/v1/codes?type=birthday&dryRun=true", "code\nX\n").status());

        String claim = "{\"type\": \"birthday\", \"discount\": 10, \"key\": \"k\"}";
        assertEquals(201, post(claim).status());
        assertEquals(200, post(claim).status());
        String longKey = "k".repeat(200);
        String batch = "[{\"type\": \"birthday\", \"key\": \"l\"}, {\"type\": \"none\"},"
                + " {\"type\": \"birthday\", \"test\": true}]";
        assertEquals(200, api.json("POST", "/v1/claims/batch", batch).status());
        assertEquals(200, api.get("/v1/claims/k").status());

        assertEquals(200, api.json("PATCH", "/v1/codes/C", "{\"inUse\": true}").status());
        assertEquals("retired", api.get("/v1/codes/C").text("state"));
        assertEquals(200, api.json("PATCH", "/v1/codes/C", "{\"inUse\": false}").status());
        assertEquals(
                1,
                api.csv("/v1/codes", "code,inUse\nC,true\n")
                        .body()
                        .path("retired")
                        .asInt());
        assertEquals(
                1,
                api.csv("/v1/codes?reactivate=true&type=birthday&discount=30", "code,inUse\nC,false\n")
                        .body()
                        .path("reactivated")
                        .asInt());
        assertEquals(
                201,
                post("{\"type\": \"birthday\", \"key\": \"" + longKey + "\"}").status());

        for (String path : List.of(
                "/v1/codes?limit=2",
                "/v1/codes?type=birthday&state=claimed",
                "/v1/codes?state=retired",
                "/v1/types",
                "/v1/types/birthday",
                "/v1/types/birthday/count?discount=10&days=3",
                "/v1/types/birthday/count",
                "/v1/types/birthday/history",
                "/v1/types/birthday/alerts",
                "/v1/alerts",
                "/v1/overview",
                "/health/ready")) {
            // The stock is read at intervals, so a new type takes a moment to have a history.
            Await.until(path + " is answered with 200", Duration.ofSeconds(10), () -> status(path) == 200);
        }
        for (String path : List.of("/v1/types/birthday/alerts", "/v1/types/birthday/alerts?discount=10")) {
            assertEquals(
                    200, api.json("PUT", path, "{\"warning\": 2, \"alarm\": 1}").status(), path);
        }
        doWhatIsDoneInTime();

        assertEquals(List.of(), redis.refusals());
    }

    /** The jobs that a service runs by itself. */
    private void doWhatIsDoneInTime() {
        StorageSettings settings = settings();
        try (RedisStorage storage = RedisStorage.open(url(), settings, CLOCK, RedisListener.NONE)) {
            StockHistory stocks = storage.stockHistory();
            assertTrue(stocks.stocks().size() >= 2, stocks.stocks().toString());
            stocks.recordClaimed(Instant.now().getEpochSecond() / 60, Map.of("birthday", 2L));
            assertEquals(1, stocks.claimedSamples(List.of("birthday")).size());
            AlertLog alerts = storage.alertLog();
            alerts.fireExpiring("soon", 1, Instant.now().plus(Duration.ofDays(7)));
            alerts.fireRunningOut("birthday", 1, Instant.now(), Duration.ofDays(1));
            alerts.clearRunningOut("birthday");
            AlertOutbox outbox = storage.alertOutbox();
            List<AlertOutbox.Delivery> taken = outbox.take(10, Duration.ofMinutes(1));
            assertTrue(taken.size() > 1, taken.toString());
            outbox.postpone(taken.get(0), Duration.ofMinutes(1));
            outbox.settle(taken.get(1));
            assertFalse(alerts.last(10).isEmpty());
        }
        assertEquals(List.of(), Recount.run(url(), settings, CLOCK).differences());
        Sweeps.run(url(), settings, () -> Instant.now().plus(Duration.ofDays(3)));
        assertTrue(ClockReview.of(url(), settings, CLOCK).accept());
        service.awaitReadyAgain();
        redis.ask(commands -> commands.hincrby("pp:{0}:lot:1", "unspent", 5));
        assertFalse(Recount.run(url(), settings, CLOCK).differences().isEmpty());
    }

    private StorageSettings settings() {
        Map<String, String> all = new TreeMap<>(environment);
        all.put("PROMOPOOL_REDIS_BUCKETS", "256");
        return Settings.load(all, Map.of(), Path.of("")).storage();
    }

    @Test
    void the_user_of_the_service_may_do_nothing_else() {
        Map<String, Consumer<RedisCommands<String, String>>> denied = new LinkedHashMap<>();
        denied.put("FLUSHALL", commands -> commands.flushall());
        denied.put("KEYS", commands -> commands.keys("*"));
        denied.put("SCAN", commands -> commands.scan());
        denied.put("DEL of its own keys", commands -> commands.del("pp:{0}:meta"));
        denied.put("other keys", commands -> commands.hset("other", "field", "value"));
        denied.put(
                "other keys in a script",
                commands -> commands.eval(
                        "return redis.call('HSET', 'other', 'field', 'value')", ScriptOutputType.INTEGER));
        denied.put("CONFIG SET", commands -> commands.configSet("appendfsync", "no"));
        denied.put("CONFIG REWRITE", commands -> commands.configRewrite());
        denied.put("ACL", commands -> commands.aclList());
        denied.put("CLIENT KILL", commands -> commands.clientKill("127.0.0.1:1"));
        denied.put("REPLICAOF", commands -> commands.replicaofNoOne());
        denied.put("SCRIPT FLUSH", commands -> commands.scriptFlush());
        denied.put("PUBLISH", commands -> commands.publish("channel", "message"));
        denied.put(
                "SHUTDOWN", commands -> commands.dispatch(CommandType.SHUTDOWN, new StatusOutput<>(StringCodec.UTF8)));
        denied.forEach((what, attempt) -> RedisCall.ask(url(), commands -> {
            RedisCommandExecutionException refusal =
                    assertThrows(RedisCommandExecutionException.class, () -> attempt.accept(commands), what);
            String message = refusal.getMessage();
            assertTrue(message.matches("(NOPERM|ERR).*(permission|can't).*"), what + ": " + message);
            return null;
        }));
        assertFalse(
                redis.refusals().isEmpty(), "Redis logs the refusals; otherwise the tests above would prove nothing");
    }

    @Test
    void nobody_gets_in_without_a_name_or_as_a_disabled_user() {
        for (String url : List.of(
                "redis://127.0.0.1:" + redis.port(),
                redis.url("promopool", "guessed"),
                redis.url("replica", "x"),
                redis.url("sentinel", "x"))) {
            Throwable cause =
                    assertThrows(RedisException.class, () -> RedisCall.ask(url, commands -> commands.ping()), url);
            while (cause.getCause() != null) {
                cause = cause.getCause();
            }
            assertTrue(cause.getMessage().matches("(NOAUTH|WRONGPASS).*"), cause.getMessage());
        }
    }

    @Test
    void the_image_knows_whether_the_service_is_ready() throws Exception {
        assertEquals(0, readyOn(service.url().getPort()));
        assertFalse(readyOn(ServerProcess.freePort()) == 0, "nothing listens there");
        assertFalse(readyOn(redis.port()) == 0, "another program listens there");
    }

    private static int readyOn(int port) throws Exception {
        ProcessBuilder script = new ProcessBuilder("bash", "config/ready.sh")
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD);
        script.environment().put("PROMOPOOL_HTTP_PORT", Integer.toString(port));
        return script.start().waitFor();
    }
}
