package io.promopool.redis.testing;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.promopool.pool.ClaimOutcome;
import io.promopool.pool.ClaimRequest;
import io.promopool.pool.CodeFilter;
import io.promopool.pool.CodePool;
import io.promopool.pool.CodeState;
import io.promopool.pool.Expiration;
import io.promopool.pool.LoadMode;
import io.promopool.pool.PoolCounts;
import io.promopool.pool.RowOutcome;
import io.promopool.pool.StorageException;
import io.promopool.pool.UploadRow;
import io.promopool.redis.RedisStorage;
import io.promopool.redis.StorageSettings;
import io.promopool.redis.claims.ClaimScript;
import io.promopool.redis.claims.ClaimScript.ClaimReply;
import io.promopool.redis.connection.Durability;
import io.promopool.redis.connection.LuaScript;
import io.promopool.redis.connection.OnRollback;
import io.promopool.redis.connection.PoolChoice;
import io.promopool.redis.connection.PoolSettings;
import io.promopool.redis.connection.RedisConnector;
import io.promopool.redis.connection.RedisHealth;
import io.promopool.redis.connection.RedisListener;
import io.promopool.redis.layout.Keys;
import io.promopool.redis.layout.Layout;
import io.promopool.testing.ManualClock;
import io.promopool.testing.TestRedis;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/**
 * The base class of tests of the pool. Before each test it empties Redis and opens a pool. After each test it checks
 * the state in Redis.
 */
public abstract class PoolCase {
    protected static final Instant START = Instant.parse("2030-01-01T12:00:00Z");
    protected static final LoadMode PLAIN = new LoadMode(false, false);
    protected static final LoadMode DRY_RUN = new LoadMode(true, false);
    protected static final LoadMode REACTIVATE = new LoadMode(false, true);
    protected static final int BUCKETS = 256;

    protected final Keys keys = new Keys("pp", 0, BUCKETS);
    protected final ClaimScript script = new ClaimScript(keys);
    protected final ManualClock clock = new ManualClock(START);
    protected TestRedis server;
    protected RawState raw;
    protected CodePool pool;
    private final List<RedisStorage> opened = new ArrayList<>();
    private final List<RedisConnector> connectors = new ArrayList<>();

    @BeforeEach
    protected void openPool() {
        server = TestRedis.emptied();
        raw = new RawState(server);
        pool = open(clock);
    }

    @AfterEach
    protected void checkStateAndClose() {
        try {
            raw.check();
        } finally {
            opened.forEach(RedisStorage::close);
            connectors.forEach(RedisConnector::close);
        }
    }

    /** Opens another service over the same Redis. */
    protected CodePool open(InstantSource itsClock) {
        return openStorage(itsClock, Duration.ofSeconds(10)).pool();
    }

    protected RedisStorage openStorage(InstantSource itsClock, Duration claimTimeout) {
        RedisStorage storage = StorageFixture.open(server, itsClock, claimTimeout);
        opened.add(storage);
        return storage;
    }

    protected static StorageSettings settings(Duration claimTimeout) {
        return StorageFixture.settings(claimTimeout);
    }

    protected void sweep() {
        Sweeps.run(connector(), keys, clock);
    }

    /** For tests whose service has the system's clock: the one of {@link #openPool} is years ahead. */
    protected void forgetLatestTime() {
        server.raw().hdel(keys.meta(), "latest");
    }

    /** Opens a connection for this test, which is closed after it. */
    protected RedisConnector connector() {
        RedisConnector connector =
                RedisConnector.connect(server.url(), Duration.ofSeconds(5), Durability.ofOneNode(), RedisListener.NONE);
        new RedisHealth(connector, Durability.ofOneNode(), clock).sampleTime();
        Layout.open(connector, keys, ZoneOffset.UTC, new PoolSettings(PoolChoice.existing(), OnRollback.STOP));
        connectors.add(connector);
        return connector;
    }

    protected static Row row(String code) {
        return new Row(code);
    }

    /**
     * Loads rows. Returns an outcome for each row: the name of a {@link RowOutcome.Accepted} in lower case, or
     * "rejected: field".
     */
    protected List<String> load(LoadMode mode, Row... rows) {
        return pool.load(List.of(rows).stream().map(Row::row).toList(), mode).join().stream()
                .map(outcome -> outcome instanceof RowOutcome.Rejected rejected
                        ? "rejected: " + rejected.field()
                        : outcome.toString().toLowerCase(Locale.ROOT))
                .toList();
    }

    protected String load(Row row) {
        return load(PLAIN, row).get(0);
    }

    /** Adds codes of discount 0 that never expire. */
    protected void add(String type, String... codes) {
        for (String code : codes) {
            assertEquals("added", load(row(code).type(type)));
        }
    }

    protected static ClaimRequest request(String type, String key) {
        return request(type, null, 0, key);
    }

    protected static ClaimRequest request(String type, Integer discount, int days, String key) {
        OptionalInt wanted = discount == null ? OptionalInt.empty() : OptionalInt.of(discount);
        return new ClaimRequest(new CodeFilter(type, wanted, days), key);
    }

    protected ClaimOutcome claim(ClaimRequest request) {
        return pool.claim(request).join();
    }

    /** Claims, and returns the code that the key got. */
    protected String claimed(String type, String key) {
        return claimed(request(type, key));
    }

    protected String claimed(ClaimRequest request) {
        return assertInstanceOf(ClaimOutcome.Claimed.class, claim(request))
                .claim()
                .code();
    }

    protected CodeState state(String code) {
        return pool.find(code).orElseThrow().state();
    }

    protected PoolCounts counts(String type) {
        return pool.type(type).orElseThrow().counts();
    }

    protected static Expiration in(Duration time) {
        return new Expiration(START.plus(time).getEpochSecond());
    }

    /** A builder of a row. */
    public static final class Row {
        private final String code;
        private Optional<String> type = Optional.empty();
        private OptionalInt discount = OptionalInt.empty();
        private Optional<Expiration> expiration = Optional.empty();
        private Optional<Boolean> inUse = Optional.empty();

        private Row(String code) {
            this.code = code;
        }

        public Row type(String name) {
            type = Optional.of(name);
            return this;
        }

        public Row discount(int percent) {
            discount = OptionalInt.of(percent);
            return this;
        }

        public Row expires(Expiration date) {
            expiration = Optional.of(date);
            return this;
        }

        public Row expires(Duration time) {
            return expires(in(time));
        }

        public Row inUse(boolean value) {
            inUse = Optional.of(value);
            return this;
        }

        public UploadRow row() {
            return new UploadRow(1, code, type, discount, expiration, inUse);
        }
    }

    protected static void assertSame(Map<String, byte[]> before, Map<String, byte[]> after, String what) {
        assertEquals(before.keySet(), after.keySet(), what);
        before.forEach((key, value) -> assertArrayEquals(value, after.get(key), what + ": " + key));
    }

    /**
     * All keys, each in the form in which Redis would save it; meta without the counts of calls, which every reply
     * raises, and without the latest time.
     */
    protected Map<String, byte[]> dump() {
        Map<String, byte[]> all = copy();
        if (all.containsKey(keys.meta())) {
            Map<String, String> meta = new TreeMap<>(server.raw().hgetall(keys.meta()));
            meta.keySet().removeIf(field -> field.startsWith("w:") || field.equals("latest"));
            all.put(keys.meta(), meta.toString().getBytes(StandardCharsets.UTF_8));
        }
        return all;
    }

    /** Makes Redis hold what it held before. */
    protected void putBack(Map<String, byte[]> copy) {
        server.raw().multi();
        server.raw().flushall();
        copy.forEach((key, value) -> server.raw().restore(key, 0, value));
        server.raw().exec();
    }

    /** All keys, each as Redis would save it. */
    protected Map<String, byte[]> copy() {
        Map<String, byte[]> all = new TreeMap<>();
        server.raw().keys("*").forEach(key -> all.put(key, server.raw().dump(key)));
        return all;
    }

    protected List<ClaimReply> claimTogether(ClaimRequest... requests) {
        RedisConnector redis = connector();
        String deadline = redis.deadlineAfter(Duration.ofSeconds(5));
        List<String> args = script.arguments(List.of(requests), clock.instant(), deadline);
        List<Object> answer = redis.claims().call(LuaScript.CLAIM, keys.meta(), args);
        return script.replies(answer, List.of(requests), clock.instant());
    }

    protected static <T extends ClaimOutcome> T outcome(ClaimReply reply, Class<T> type) {
        return assertInstanceOf(
                type, assertInstanceOf(ClaimReply.Answered.class, reply).outcome());
    }

    protected static StorageException failure(Runnable action) {
        RuntimeException raised = assertThrows(RuntimeException.class, action::run);
        return assertInstanceOf(
                StorageException.class, raised instanceof CompletionException ? raised.getCause() : raised);
    }
}
