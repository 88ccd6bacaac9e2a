package io.promopool.redis.connection;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.promopool.pool.ClaimOutcome.Claimed;
import io.promopool.pool.CodePool;
import io.promopool.pool.PoolCounts;
import io.promopool.pool.StorageException;
import io.promopool.pool.StorageException.Outcome;
import io.promopool.redis.PoolTest;
import io.promopool.redis.RedisServer;
import io.promopool.redis.RedisStorage;
import io.promopool.redis.StorageSettings;
import io.promopool.redis.claims.ClaimSettings;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is answered only when a replica has it. */
class ReplicationTest extends PoolTest {
    private RedisServer replica;
    private RedisStorage storage;
    private CodePool replicated;

    @BeforeEach
    void replicate() throws InterruptedException {
        replica = RedisServer.another("--repl-diskless-sync-delay", "0", "--repl-ping-replica-period", "1");
        server.raw().configSet("repl-diskless-sync-delay", "0");
        connectReplica();
        storage = replicated(1);
        replicated = storage.pool();
    }

    @AfterEach
    void close() {
        storage.close();
        replica.close();
    }

    private RedisStorage replicated(int replicas) {
        RedisSettings redis = new RedisSettings(Optional.empty(), "pp", Duration.ofSeconds(4), BUCKETS);
        ClaimSettings claims = new ClaimSettings(Duration.ofSeconds(5), 1_000, 64);
        return RedisStorage.open(
                server.url(),
                new StorageSettings(
                        redis,
                        new PoolSettings(PoolChoice.create("a test"), OnRollback.STOP),
                        new Durability(replicas),
                        claims,
                        ZoneOffset.UTC),
                clock,
                RedisListener.NONE);
    }

    private void connectReplica() {
        replica.raw().replicaof("127.0.0.1", server.port());
        await(() -> server.raw().info("replication").contains("state=online"));
    }

    /** It stays as it is, and is told of nothing any more. */
    private void disconnectReplica() {
        replica.raw().replicaofNoOne();
        await(() -> server.raw().info("replication").contains("connected_slaves:0"));
    }

    private static void await(java.util.function.BooleanSupplier condition) {
        long end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (!condition.getAsBoolean()) {
            assertTrue(System.nanoTime() < end, "in 20 s");
            Thread.onSpinWait();
        }
    }

    @Test
    void what_is_answered_is_on_the_replica() {
        replicated
                .load(List.of(row("A").type("t").row(), row("B").type("t").row()), PLAIN)
                .join();
        assertInstanceOf(Claimed.class, replicated.claim(request("t", "k")).join());
        replicated.setInUse("B", true);
        disconnectReplica();

        assertEquals("A", replica.raw().hget(keys.claims(keys.bucket("k")), "k"));
        assertEquals("1r", replica.raw().hget(keys.codes(keys.bucket("B")), "B"));
    }

    @Test
    void without_the_replica_the_outcome_is_unknown_and_the_key_gets_its_code_when_the_replica_is_back() {
        add("t", "A", "B");
        disconnectReplica();

        StorageException fault =
                failure(() -> replicated.claim(request("t", "k")).join());
        assertEquals(Outcome.UNKNOWN, fault.outcome());
        assertTrue(fault.getMessage().contains("0 of the 1 replicas"), fault.getMessage());
        assertEquals(new PoolCounts(1, 1, 0, 0), counts("t"), "it was recorded, once");

        connectReplica();
        Claimed claimed = assertInstanceOf(
                Claimed.class, replicated.claim(request("t", "k")).join());
        assertEquals("A", claimed.claim().code());
        assertTrue(claimed.replayed());
    }

    @Test
    void a_repeat_from_another_service_is_not_answered_before_the_replica_has_what_it_repeats() {
        add("t", "A");
        disconnectReplica();
        failure(() -> replicated.claim(request("t", "k")).join());

        try (RedisStorage other = replicated(1)) {
            StorageException fault =
                    failure(() -> other.pool().claim(request("t", "k")).join());
            assertEquals(Outcome.UNKNOWN, fault.outcome());
        }
    }

    @Test
    void an_upload_that_no_replica_has_is_unknown_and_can_be_sent_again() {
        disconnectReplica();
        List<io.promopool.pool.UploadRow> rows = List.of(row("A").type("t").row());
        assertEquals(
                Outcome.UNKNOWN,
                failure(() -> replicated.load(rows, PLAIN).join()).outcome());
        assertEquals(
                Outcome.UNKNOWN,
                failure(() -> replicated.load(rows, PLAIN).join()).outcome());

        connectReplica();
        assertEquals("[UNCHANGED]", replicated.load(rows, PLAIN).join().toString());
        disconnectReplica();
        assertEquals("1", replica.raw().hget(keys.codes(keys.bucket("A")), "A"));
    }

    @Test
    void the_service_is_ready_only_with_as_many_replicas_as_are_asked_for() {
        RedisHealth health = new RedisHealth(connector(), new Durability(1), Instant::now);
        health.check();
        assertEquals(Optional.empty(), health.unreadyReason());

        disconnectReplica();
        health.check();
        assertTrue(
                health.unreadyReason().orElseThrow().contains("0 replicas"),
                health.unreadyReason().toString());
    }

    @Test
    void a_redis_with_replicas_that_nothing_waits_for_is_warned_of_at_the_start() {
        assertTrue(warnings(0).contains("durability.replicas is 0"));
        assertTrue(warnings(1).contains("min-replicas-to-write 0 (it should be 1"));
        assertFalse(warnings(1).contains("durability.replicas is 0"));
        disconnectReplica();
        assertFalse(warnings(0).contains("replicas"));
    }

    private String warnings(int replicas) {
        return String.join("\n", ServerCheck.warnings(connector().reads(), new Durability(replicas)));
    }
}
