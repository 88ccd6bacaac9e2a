package io.promopool.redis.connection;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lettuce.core.AclSetuserArgs;
import io.lettuce.core.protocol.CommandType;
import io.promopool.pool.ClaimOutcome;
import io.promopool.pool.ClaimOutcome.Claimed;
import io.promopool.pool.ClaimRequest;
import io.promopool.pool.CodeFilter;
import io.promopool.pool.LoadMode;
import io.promopool.pool.StorageException;
import io.promopool.pool.StorageException.Outcome;
import io.promopool.pool.UploadRow;
import io.promopool.redis.RedisStorage;
import io.promopool.redis.StorageSettings;
import io.promopool.redis.claims.ClaimSettings;
import io.promopool.redis.connection.Durability.Require;
import io.promopool.testing.Await;
import io.promopool.testing.TestRedis;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A Redis that was set up well, and whose settings are weakened under the service. */
class DurabilityCheckTest {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final Duration TIMEOUT = Duration.ofSeconds(5);

    private final Deque<Runnable> closings = new ArrayDeque<>();
    private TestRedis server = durable();
    private long nanos;

    @AfterEach
    void close() {
        closings.forEach(Runnable::run);
    }

    private TestRedis durable(String... more) {
        List<String> settings = new ArrayList<>(List.of("--appendonly", "yes", "--appendfsync", "always"));
        settings.addAll(List.of(more));
        return started(settings.toArray(String[]::new));
    }

    private TestRedis started(String... settings) {
        TestRedis redis = TestRedis.another(settings);
        closings.push(redis::close);
        return redis;
    }

    private void set(String name, String value) {
        server.raw().configSet(name, value);
    }

    /** A service's checks, which this test runs by hand. */
    private Checks checks(Require require) {
        return checks(server.url(), new Durability(0, require));
    }

    private Checks checks(String url, Durability durability) {
        RedisConnector redis = RedisConnector.connect(url, TIMEOUT, durability, RedisListener.NONE);
        closings.push(redis::close);
        return new Checks(redis, new DurabilityCheck(redis.watch(), redis.guard(), durability, () -> nanos));
    }

    private record Checks(RedisConnector redis, DurabilityCheck check) {
        /** Why writes are refused; empty if they are not. */
        Optional<String> refusal() {
            check.check(ServerInfo.forCheck(redis.watch()));
            return redis.guard().refusalOfWrite().map(StorageException::getMessage);
        }

        String refused() {
            return refusal().orElseThrow();
        }

        String warned() {
            refusal();
            return String.join("\n", check.warnings());
        }
    }

    private void aMinutePasses() {
        nanos += Duration.ofMinutes(1).toNanos();
    }

    private RedisStorage service(Require require) {
        RedisStorage storage = RedisStorage.open(
                server.url(),
                new StorageSettings(
                        new RedisSettings(Optional.empty(), "pp", TIMEOUT, 256),
                        new PoolSettings(PoolChoice.create("a test"), OnRollback.STOP),
                        new Durability(0, require),
                        new ClaimSettings(TIMEOUT, 1_000, 64),
                        ZoneOffset.UTC),
                InstantSource.system(),
                RedisListener.NONE);
        closings.push(storage::close);
        return storage;
    }

    private static void load(RedisStorage storage, String code) {
        UploadRow row =
                new UploadRow(1, code, Optional.of("t"), OptionalInt.empty(), Optional.empty(), Optional.of(false));
        storage.pool().load(List.of(row), new LoadMode(false, false)).join();
    }

    private static ClaimOutcome claim(RedisStorage storage, String key) {
        return storage.pool()
                .claim(new ClaimRequest(new CodeFilter("t", OptionalInt.empty(), 0), key))
                .join();
    }

    private static StorageException failure(Runnable call) {
        return assertInstanceOf(
                StorageException.class,
                assertThrows(CompletionException.class, call::run).getCause());
    }

    @Test
    void if_the_file_is_switched_off_claims_and_uploads_are_refused_until_it_is_complete_again() {
        RedisStorage storage = service(Require.ALL);
        assertEquals(Optional.empty(), storage.unreadyReason());
        load(storage, "A");
        load(storage, "B");
        assertInstanceOf(Claimed.class, claim(storage, "k"));

        set("appendonly", "no");
        Await.until("it is noticed", PATIENCE, () -> storage.unreadyReason().isPresent());
        StorageException refused = failure(() -> claim(storage, "l"));
        assertEquals(Outcome.NONE, refused.outcome());
        assertTrue(refused.getMessage().contains("appendonly no (it should be yes)"), refused.getMessage());
        assertEquals(Outcome.NONE, failure(() -> load(storage, "C")).outcome());
        assertEquals(1, storage.pool().type("t").orElseThrow().counts().available(), "reads are served");

        set("appendonly", "yes");
        Await.until("it is noticed", PATIENCE, () -> storage.unreadyReason().isEmpty());
        assertInstanceOf(Claimed.class, claim(storage, "l"));
    }

    @Test
    void a_service_starts_on_a_weak_redis_and_serves_as_soon_as_it_is_fixed() {
        set("appendfsync", "everysec");
        RedisStorage storage = service(Require.ALL);
        assertTrue(storage.unreadyReason().orElseThrow().contains("appendfsync everysec (it should be always)"));
        assertEquals(Outcome.NONE, failure(() -> load(storage, "A")).outcome());
    }

    @Test
    void without_requirements_a_weak_redis_is_only_reported() {
        server = started();
        RedisStorage storage = service(Require.NONE);
        assertEquals(Optional.empty(), storage.unreadyReason());
        load(storage, "A");
        assertInstanceOf(Claimed.class, claim(storage, "k"));
        assertTrue(checks(Require.NONE).warned().contains("appendonly no (it should be yes)"));
    }

    @Test
    void until_the_first_file_is_finished_a_crash_would_lose_what_was_answered() {
        server = started("--appendfsync", "always");
        server.raw().set("some", "data");
        Checks checks = checks(Require.ALL);
        assertTrue(checks.refused().contains("appendonly no"));
        rewriteSlowly();
        set("appendonly", "yes");
        assertTrue(checks.refused().contains("has not finished its first append-only file"));
        assertTrue(checks(Require.ALL).refused().contains("has not finished"), "also by a service that starts now");
        Await.until("the file is finished", PATIENCE, () -> checks.refusal().isEmpty());
    }

    @Test
    void a_file_that_is_switched_off_and_on_again_is_incomplete_although_it_was_rewritten_before() {
        Checks checks = checks(Require.ALL);
        server.raw().set("some", "data");
        server.raw().bgrewriteaof();
        Await.until(
                "the file is rewritten",
                PATIENCE,
                () -> !server.raw().info("persistence").contains("base_size:0"));
        set("appendonly", "no");
        assertTrue(checks.refused().contains("appendonly no"));
        rewriteSlowly();
        set("appendonly", "yes");
        assertTrue(checks.refused().contains("has not finished its first append-only file"));
    }

    @Test
    void the_first_rewrite_of_a_file_that_was_always_on_is_no_alarm() {
        Checks checks = checks(Require.ALL);
        assertEquals(Optional.empty(), checks.refusal());
        server.raw().set("some", "data");
        rewriteSlowly();
        server.raw().bgrewriteaof();
        assertTrue(server.raw().info("persistence").contains("aof_rewrite_in_progress:1"));
        assertTrue(server.raw().info("persistence").contains("aof_base_size:0"));
        assertEquals(Optional.empty(), checks.refusal());
    }

    /** Two seconds for each key. */
    private void rewriteSlowly() {
        set("rdb-key-save-delay", "2000000");
    }

    @Test
    void settings_that_only_config_shows_are_read_each_minute() {
        Checks checks = checks(Require.ALL);
        assertEquals(Optional.empty(), checks.refusal());
        set("appendfsync", "everysec");
        assertEquals(Optional.empty(), checks.refusal());
        aMinutePasses();
        assertTrue(checks.refused().contains("appendfsync everysec"));
        set("appendfsync", "always");
        set("no-appendfsync-on-rewrite", "yes");
        aMinutePasses();
        assertTrue(checks.refused().contains("no-appendfsync-on-rewrite yes (it should be no)"));
        set("no-appendfsync-on-rewrite", "no");
        aMinutePasses();
        assertEquals(Optional.empty(), checks.refusal());
    }

    @Test
    void settings_are_read_at_once_if_another_redis_answers() {
        Checks checks = checks(Require.ALL);
        assertEquals(Optional.empty(), checks.refusal());
        TestRedis other = started("--appendonly", "yes", "--appendfsync", "everysec");
        ServerInfo info = ServerInfo.forCheck(
                checks(other.url(), Durability.ofOneNode()).redis.watch());
        set("appendfsync", "everysec");
        checks.check.check(info);
        assertTrue(checks.redis.guard().reason().orElseThrow().contains("appendfsync everysec"));
    }

    @Test
    void a_redis_that_deletes_any_key_when_its_memory_is_full_is_refused_and_others_are_warned_of() {
        Checks checks = checks(Require.ALL);
        set("maxmemory-policy", "allkeys-lru");
        assertTrue(checks.refused().contains("maxmemory-policy allkeys-lru (it should be noeviction)"));
        set("maxmemory-policy", "volatile-lru");
        assertEquals(Optional.empty(), checks.refusal());
        assertTrue(checks.warned().contains("maxmemory-policy volatile-lru (it should be noeviction)"));
        assertFalse(checks.warned().contains("evicted_keys"));
        server.raw().set("short", "lived");
        server.raw().expire("short", 1_000L);
        set("maxmemory", "1");
        failure(() -> {
            try {
                server.raw().set("more", "data");
            } catch (RuntimeException outOfMemory) {
                throw new CompletionException(new StorageException(Outcome.NONE, outOfMemory.getMessage()));
            }
        });
        assertTrue(checks.warned().contains("evicted_keys"), checks.warned());
    }

    @Test
    void a_redis_that_does_not_show_its_settings_is_judged_by_what_it_reports() {
        server.raw()
                .aclSetuser(
                        "somebody",
                        AclSetuserArgs.Builder.on()
                                .addPassword("secret")
                                .allCommands()
                                .allKeys()
                                .removeCommand(CommandType.CONFIG));
        String url = server.url().replace("redis://", "redis://somebody:secret@");
        set("appendfsync", "everysec");
        Checks checks = checks(url, Durability.ofOneNode());
        assertEquals(Optional.empty(), checks.refusal(), "unknown is not weak");
        assertTrue(checks.warned().contains("does not let the service read its settings"));
        set("appendonly", "no");
        assertTrue(checks.refused().contains("appendonly no"));
    }

    @Test
    void a_redis_that_cannot_write_its_file_is_refused() {
        Checks checks = checks(Require.ALL);
        checks.check.check(new ServerInfo("aof_enabled:1\r\naof_last_write_status:err\r\n"));
        assertTrue(checks.redis.guard().reason().orElseThrow().contains("can't write to its append-only file"));
    }

    @Test
    void a_redis_in_cluster_mode_is_refused_at_the_start_and_later() {
        server = started("--cluster-enabled", "yes");
        String message = assertThrows(IllegalStateException.class, () -> service(Require.NONE))
                .getMessage();
        assertTrue(message.contains("cluster mode (cluster-enabled yes), which Promopool does not support"), message);
        assertTrue(checks(Require.NONE).refused().contains("cluster mode"));
    }
}
