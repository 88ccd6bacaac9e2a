package io.promopool.deployment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.RedisException;
import io.lettuce.core.codec.StringCodec;
import io.lettuce.core.output.NestedMultiOutput;
import io.lettuce.core.protocol.CommandArgs;
import io.lettuce.core.protocol.CommandType;
import io.promopool.deployment.Api.Reply;
import io.promopool.testing.Await;
import io.promopool.testing.BundledRedis;
import io.promopool.testing.RedisCall;
import io.promopool.testing.RestartableService;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The service and its Redis as {@code docker compose --env-file config/ha.env --profile ha up} runs them. */
@EnabledOnOs(OS.LINUX)
class ComposedSentinelIT {
    private static final String CODES =
            IntStream.range(0, 200).mapToObj(i -> "CODE-" + i + "\n").collect(Collectors.joining());

    private static final Duration SETTLED_WITHIN = Duration.ofSeconds(90);

    private final List<ComposedRedis> redises = new ArrayList<>();
    private final List<ComposedRedis> sentinels = new ArrayList<>();
    private final Map<String, String> codeOf = new LinkedHashMap<>();
    private RestartableService service;
    private Api api;

    @TempDir
    Path folder;

    @BeforeEach
    void start() throws IOException {
        ComposeFile file = ComposeFile.withReplica();
        Path executable = BundledRedis.copyTo(folder);
        redises.add(new ComposedRedis(file, "redis", executable, folder, Map.of()));
        Map<String, String> master =
                Map.of("REDIS_MASTER", "127.0.0.1 " + redises.get(0).port());
        redises.add(new ComposedRedis(file, "redis-replica", executable, folder, master));
        for (String name : file.services().keySet()) {
            if (name.startsWith("sentinel-")) {
                sentinels.add(new ComposedRedis(file, name, executable, folder, master));
            }
        }
        startAll();

        Map<String, String> environment = new TreeMap<>(file.environment("promopool"));
        environment.replace("PROMOPOOL_CONFIG", "config/promopool.properties");
        String url = environment.get("PROMOPOOL_REDIS_URL");
        for (int i = 0; i < sentinels.size(); i++) {
            url = url.replace(
                    "sentinel-" + (i + 1) + ":26379",
                    "127.0.0.1:" + sentinels.get(i).port());
        }
        environment.put("PROMOPOOL_REDIS_URL", url);
        service = new RestartableService(folder.resolve("service.log"), environment);
        service.begin();
        service.awaitReady();
        api = new Api(service.url(), "demo-key-change-me");
    }

    private void startAll() throws IOException {
        for (ComposedRedis redis : redises) {
            redis.start();
        }
        for (ComposedRedis sentinel : sentinels) {
            sentinel.start();
        }
        Await.until(
                "a replica follows its master",
                SETTLED_WITHIN,
                () -> redises.stream().anyMatch(ComposedSentinelIT::isFollowed));
        Await.until(
                "the sentinels know each other",
                SETTLED_WITHIN,
                () -> sentinels.stream()
                        .map(sentinel -> sentinel.ask(redis -> redis.info("sentinel")))
                        .allMatch(info -> info.contains("status=ok")
                                && info.contains("slaves=1")
                                && info.contains("sentinels=3")));
    }

    @AfterEach
    void stop() {
        if (service != null) {
            service.close();
        }
        Stream.concat(sentinels.stream(), redises.stream()).forEach(ComposedRedis::close);
    }

    @Test
    void a_master_that_dies_is_replaced_and_claims_go_on_also_after_a_restart_of_everything() throws Exception {
        assertEquals(
                200,
                api.csv("/v1/codes?type=t", "code\n" + CODES)
                        .body()
                        .path("added")
                        .asInt());
        claim("before-1", "before-2", "before-3");

        ComposedRedis old = redises.get(0);
        ComposedRedis replacement = redises.get(1);
        old.kill();
        Await.until("the replica is promoted", SETTLED_WITHIN, () -> isMaster(replacement));
        // Docker starts it again too, though later.
        old.start();
        claim("after-1", "after-2", "after-3");
        Await.until(
                "the old master follows",
                SETTLED_WITHIN,
                () -> isFollowed(replacement) && replication(old).contains("role:slave"));
        check();

        // The machine restarts. No program must go back to what the files said at first.
        Stream.concat(sentinels.stream(), redises.stream()).forEach(ComposedRedis::kill);
        startAll();
        assertTrue(isMaster(replacement) && replication(old).contains("role:slave"));
        claim("restarted-1", "restarted-2");
        check();
        assertEquals(List.of(), refusals());
    }

    private void claim(String... keys) {
        for (String key : keys) {
            Await.until("the claim " + key + " is answered", SETTLED_WITHIN, () -> {
                Reply reply = claim(key);
                if (reply.status() == 503) {
                    return false;
                }
                assertTrue(reply.status() == 201 || reply.status() == 200, key + ": " + reply);
                codeOf.put(key, reply.text("promocode"));
                return true;
            });
        }
    }

    private Reply claim(String key) {
        try {
            return api.json("POST", "/v1/claims", "{\"type\": \"t\", \"key\": \"" + key + "\"}");
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Each key still has its code, and no code has two keys. */
    private void check() throws Exception {
        codeOf.forEach((key, code) -> assertEquals(code, claim(key).text("promocode"), key));
        assertEquals(codeOf.size(), new HashSet<>(codeOf.values()).size(), codeOf.toString());
        assertEquals(
                codeOf.size(), api.get("/v1/types/t").body().path("claimed").asInt());
    }

    private List<Map<String, Object>> refusals() {
        return Stream.concat(sentinels.stream(), redises.stream())
                .flatMap(redis -> redis.refusals().stream())
                .toList();
    }

    private static boolean isMaster(ComposedRedis redis) {
        return replication(redis).contains("role:master");
    }

    private static boolean isFollowed(ComposedRedis redis) {
        return replication(redis).contains("state=online");
    }

    /** Empty if Redis cuts the connection: Sentinel makes it do so to all clients when its role changes. */
    private static String replication(ComposedRedis redis) {
        try {
            return redis.ask(commands -> commands.info("replication"));
        } catch (RedisException cut) {
            return "";
        }
    }

    @Test
    void a_caller_without_a_password_learns_the_master_and_nothing_else() {
        String sentinel = "redis://127.0.0.1:" + sentinels.get(0).port();
        List<Object> address = sentinel(sentinel, "GET-MASTER-ADDR-BY-NAME", "promopool");
        assertEquals(List.of("127.0.0.1", Integer.toString(redises.get(0).port())), address);
        for (List<String> words : List.of(
                List.of("FAILOVER", "promopool"),
                List.of("SET", "promopool", "quorum", "1"),
                List.of("REMOVE", "promopool"),
                List.of("MONITOR", "other", "127.0.0.1", "1", "1"))) {
            RedisCommandExecutionException refusal = assertThrows(
                    RedisCommandExecutionException.class, () -> sentinel(sentinel, words.toArray(String[]::new)));
            assertTrue(refusal.getMessage().startsWith("NOPERM"), refusal.getMessage());
        }
    }

    private static List<Object> sentinel(String url, String... words) {
        CommandArgs<String, String> args = new CommandArgs<>(StringCodec.UTF8);
        List.of(words).forEach(args::add);
        return RedisCall.ask(
                url, redis -> redis.dispatch(CommandType.SENTINEL, new NestedMultiOutput<>(StringCodec.UTF8), args));
    }
}
