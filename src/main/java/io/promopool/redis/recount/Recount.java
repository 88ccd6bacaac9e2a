package io.promopool.redis.recount;

import io.promopool.lang.Quantity;
import io.promopool.pool.StorageException;
import io.promopool.redis.StorageSettings;
import io.promopool.redis.connection.Chunks;
import io.promopool.redis.connection.LuaScript;
import io.promopool.redis.connection.RedisConnector;
import io.promopool.redis.connection.RedisHealth;
import io.promopool.redis.layout.Keys;
import io.promopool.redis.layout.Layout;
import io.promopool.redis.sweep.Rebuild;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/**
 * Rebuilds counters, live sets and hints from the index, which decides the state of every code. It is meant for a pool
 * that was restored from a backup or damaged by a fault: the service logs lots without hints, or counts do not add up.
 *
 * <p>Services may run meanwhile. While the index is read, Redis pauses all writes, so that everything is read as of one
 * moment. This takes some seconds for a million codes; claims and uploads wait, or get a 503. Then each wrong counter
 * is corrected by its difference, so that later changes are not undone. A recount needs about 200 bytes of memory for
 * each available code.
 */
public final class Recount {
    /** If this process dies, Redis resumes writes after this time. While the index is read, the pause is extended. */
    private static final Duration PAUSE = Duration.ofSeconds(10);

    private static final Duration EXTEND_PAUSE_AFTER = Duration.ofSeconds(3);
    private static final int CODES_PER_CALL = 500;

    private final RedisConnector redis;
    private final Keys keys;
    private final InstantSource clock;
    private final List<String> differences = new ArrayList<>();
    private long pausedAtNanos;

    private Recount(RedisConnector redis, StorageSettings settings, InstantSource clock) {
        this.redis = redis;
        this.keys = Keys.of(settings.redis());
        this.clock = clock;
    }

    /**
     * Recounts, and corrects what is wrong.
     *
     * @param url of the Redis; takes the place of the one in the settings
     * @throws StorageException if Redis is unreachable or fails. Some corrections might be made and others not, but
     *     nothing is wrong that was not wrong before, and a retry is safe
     * @throws IllegalStateException if Redis was set up with other settings
     */
    public static RecountReport run(String url, StorageSettings settings, InstantSource clock) {
        try (RedisConnector redis = settings.connect(url)) {
            new RedisHealth(redis, settings.durability(), clock).sampleTime();
            Recount recount = new Recount(redis, settings, clock);
            Layout.existing(redis, recount.keys, settings.zone(), settings.pool());
            return recount.run();
        }
    }

    private RecountReport run() {
        int rebuilt = new Rebuild(redis, keys, clock).run();
        if (rebuilt > 0) {
            differences.add(Quantity.of(rebuilt, "lot")
                    + " had been swept although the expiration date lies ahead; the lists were rebuilt");
        }
        long start = System.nanoTime();
        PoolSnapshot pool;
        pauseWrites();
        try {
            pool = PoolSnapshot.read(redis.reads(), keys, this::extendPause);
        } finally {
            redis.watch().resumeWrites();
        }
        Duration held = Duration.ofNanos(System.nanoTime() - start);
        pool.lots().stream().filter(lot -> !lot.isCorrect()).forEach(this::correct);
        pool.types().stream().filter(type -> !type.isCorrect()).forEach(this::correct);
        return new RecountReport(
                pool.codes(), pool.types().size(), pool.lots().size(), held, differences, pool.faults());
    }

    private void pauseWrites() {
        redis.watch().pauseWrites(PAUSE);
        pausedAtNanos = System.nanoTime();
    }

    private void extendPause() {
        if (System.nanoTime() - pausedAtNanos > EXTEND_PAUSE_AFTER.toNanos()) {
            pauseWrites();
        }
    }

    private void correct(LotAudit lot) {
        differences.add(lot.difference());
        List<List<String>> hints = new ArrayList<>(Chunks.of(lot.missingHints(), CODES_PER_CALL));
        // The counters are written together with the last hints, so that a claim finds every code that is counted.
        List<String> last = hints.isEmpty() ? List.of() : hints.remove(hints.size() - 1);
        hints.forEach(some -> write(LuaScript.RECOUNT_LOT, lotArgs(lot.id(), List.of(0L, 0L, 0L), some, List.of())));
        List<Long> corrections =
                List.of(lot.correction("unspent"), lot.correction("claimed"), lot.correction("retired"));
        write(LuaScript.RECOUNT_LOT, lotArgs(lot.id(), corrections, last, lot.wrongStaleHints()));
    }

    private static List<String> lotArgs(
            String id, List<Long> corrections, List<String> hints, List<String> wrongStaleHints) {
        List<String> args = new ArrayList<>();
        args.add(id);
        corrections.forEach(number -> args.add(number.toString()));
        args.add(Integer.toString(hints.size()));
        args.addAll(hints);
        args.addAll(wrongStaleHints);
        return args;
    }

    private void correct(TypeAudit type) {
        differences.add(type.difference());
        List<String> args = new ArrayList<>(List.of(type.id()));
        type.corrections().forEach((counter, number) -> args.addAll(List.of(counter, number.toString())));
        write(LuaScript.RECOUNT_TYPE, args);
        rearm(type.name());
    }

    /** Without levels, the script keeps those of the type, and arms the highest one below the present stock. */
    private void rearm(String type) {
        String now = Long.toString(clock.instant().getEpochSecond());
        write(LuaScript.SET_LEVELS, List.of(now, "", "", type, ""));
    }

    private void write(LuaScript script, List<String> args) {
        redis.write(script, keys.meta(), args);
    }
}
