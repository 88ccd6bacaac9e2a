package io.promopool.redis.connection;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.promopool.pool.ClaimOutcome;
import io.promopool.pool.CodePool;
import io.promopool.pool.StorageException;
import io.promopool.pool.StorageException.Outcome;
import io.promopool.pool.UploadRow;
import io.promopool.redis.RedisStorage;
import io.promopool.redis.StorageSettings;
import io.promopool.redis.connection.Durability.Require;
import io.promopool.redis.testing.PoolCase;
import io.promopool.redis.testing.TestSettings;
import io.promopool.testing.TestRedis;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Which losses of writes stop the service, and which must not. */
class LostWritesTest extends PoolCase {
    private static final Duration WITHIN = Duration.ofSeconds(20);
    private final List<RedisStorage> storages = new ArrayList<>();

    @AfterEach
    void close() {
        storages.forEach(RedisStorage::close);
    }

    private RedisStorage storage(int replicas, OnRollback onRollback) {
        forgetLatestTime();
        StorageSettings plain = settings(Duration.ofSeconds(2));
        RedisStorage storage = RedisStorage.open(
                server.url(),
                new StorageSettings(
                        plain.redis(),
                        new PoolSettings(PoolChoice.existing(), onRollback, TestSettings.ANY),
                        new Durability(replicas, Require.NONE),
                        plain.claims(),
                        plain.zone()),
                InstantSource.system(),
                RedisListener.NONE);
        storages.add(storage);
        return storage;
    }

    private static void await(String what, java.util.function.BooleanSupplier condition) {
        long end = System.nanoTime() + WITHIN.toNanos();
        while (!condition.getAsBoolean()) {
            assertTrue(System.nanoTime() < end, what);
            Thread.onSpinWait();
        }
    }

    private void assertNoAlarm() {
        assertFalse(
                server.raw().hexists(keys.meta(), "stop"), () -> server.raw().hget(keys.meta(), "stop"));
    }

    private static Map<String, byte[]> copyOf(TestRedis redis) {
        Map<String, byte[]> all = new TreeMap<>();
        redis.raw().keys("*").forEach(key -> all.put(key, redis.raw().dump(key)));
        return all;
    }

    @Test
    void a_failover_that_loses_only_unconfirmed_writes_is_no_alarm_and_one_that_loses_confirmed_ones_is() {
        try (TestRedis replica = TestRedis.another("--repl-diskless-sync-delay", "0")) {
            server.raw().configSet("repl-diskless-sync-delay", "0");
            add("t", "A", "B", "C", "D");
            replica.raw().replicaof("127.0.0.1", server.port());
            await("the replica", () -> server.raw().info("replication").contains("state=online"));
            CodePool replicated = storage(1, OnRollback.STOP).pool();
            CodePool alone = storage(0, OnRollback.STOP).pool();
            assertEquals("A", claimed(replicated, "1"));
            replica.raw().replicaofNoOne();
            await("no replica", () -> server.raw().info("replication").contains("connected_slaves:0"));
            StorageException fault =
                    failure(() -> replicated.claim(request("t", "2")).join());
            assertEquals(Outcome.UNKNOWN, fault.outcome());

            putBack(copyOf(replica));
            failure(() -> replicated.claim(request("t", "3")).join()); // no replica confirms it
            assertNoAlarm();

            assertEquals("C", claimed(alone, "4"));
            putBack(copyOf(replica));
            await("the loss is noticed", () -> server.raw().hexists(keys.meta(), "stop"));
        } finally {
            server.raw().flushall();
        }
    }

    private static String claimed(CodePool pool, String key) {
        return ((ClaimOutcome.Claimed) pool.claim(request("t", key)).join())
                .claim()
                .code();
    }

    @Test
    void many_calls_of_several_services_at_once_with_cut_connections_and_restarts_are_no_alarm() {
        List<UploadRow> rows = new ArrayList<>();
        for (int i = 0; i < 2_000; i++) {
            rows.add(row("C" + i).type("t").row());
        }
        for (List<UploadRow> chunk : Chunks.of(rows, 500)) {
            pool.load(chunk, PLAIN).join();
        }
        for (int round = 0; round < 4; round++) {
            CodePool first = storage(0, OnRollback.STOP).pool();
            RedisStorage second = storage(0, OnRollback.STOP);
            List<CompletableFuture<?>> calls = new ArrayList<>();
            for (int i = 0; i < 200; i++) {
                String key = round + "-" + i;
                calls.add(first.claim(request("t", key)));
                calls.add(second.pool().claim(request("t", key)));
                calls.add(first.load(List.of(row("N" + key).type("t").row()), PLAIN));
                if (i % 50 == 49) {
                    server.raw()
                            .clientKill(io.lettuce.core.KillArgs.Builder.typeNormal()
                                    .skipme());
                }
            }
            for (CompletableFuture<?> call : calls) {
                call.exceptionally(cut -> null).join();
            }
            second.close();
        }
        assertNoAlarm();
    }

    @Test
    void a_service_that_is_only_to_warn_goes_on_and_hands_the_codes_out_again() {
        RedisStorage storage = storage(0, OnRollback.WARN);
        pool = storage.pool();
        add("t", "A", "B");
        Map<String, byte[]> copy = copy();
        assertEquals("A", claimed("t", "1"));
        putBack(copy);
        assertEquals("A", claimed("t", "2"));
        assertNoAlarm();
        String before = server.raw().hkeys(keys.meta()).toString();
        putBack(copy);
        await("it counts anew", () -> {
            claimed("t", "3");
            return !server.raw().hkeys(keys.meta()).toString().equals(before);
        });
        assertNoAlarm();
    }
}
