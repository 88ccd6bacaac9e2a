package io.promopool.redis.recount;

import io.promopool.pool.StorageException;
import io.promopool.redis.StorageSettings;
import io.promopool.redis.connection.Chunks;
import io.promopool.redis.connection.LuaScript;
import io.promopool.redis.connection.RedisConnector;
import io.promopool.redis.connection.RedisHealth;
import io.promopool.redis.connection.RedisListener;
import io.promopool.redis.layout.Keys;
import io.promopool.redis.layout.Layout;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/**
 * Rebuilds counters, live sets and hints from the index, which is the truth of every code. For a pool that was
 * restored, or that a fault has put out of order: claims then log lots without hints, or counts do not add up.
 *
 * <p>Services may run meanwhile. While the index is read, Redis holds back what would write, so that all is seen as of
 * one moment: some seconds for a million codes, for which claims and uploads wait or are answered 503. What is off is
 * then put right by the difference, so that what was written since is not undone. Needs about 200 bytes of memory for
 * each available code.
 */
public final class Recount {
    /**
     * Writes are held again while the reading takes longer. If this process dies, Redis resumes them after this time.
     */
    private static final Duration HELD = Duration.ofSeconds(10);

    private static final Duration HOLD_AGAIN_AFTER = Duration.ofSeconds(3);
    private static final int CODES_PER_CALL = 500;

    private final RedisConnector redis;
    private final Keys keys;
    private final InstantSource clock;
    private final List<String> differences = new ArrayList<>();
    private long heldSinceNanos;

    private Recount(RedisConnector redis, StorageSettings settings, InstantSource clock) {
        this.redis = redis;
        this.keys = Keys.of(settings.redis());
        this.clock = clock;
    }

    /**
     * Recounts, and puts right what is off. May be repeated.
     *
     * @param url where Redis is, whatever the settings say
     * @throws StorageException where Redis can't be reached, or fails; nothing wrong is left that was not wrong before
     * @throws IllegalStateException where Redis holds a pool of another layout
     */
    public static RecountReport run(String url, StorageSettings settings, InstantSource clock) {
        try (RedisConnector redis =
                RedisConnector.connect(url, settings.redis().timeout(), settings.durability(), RedisListener.NONE)) {
            new RedisHealth(redis, settings.durability(), clock).sampleTime();
            Recount recount = new Recount(redis, settings, clock);
            Layout.open(redis.watch(), recount.keys, settings.zone());
            return recount.run();
        }
    }

    private RecountReport run() {
        long start = System.nanoTime();
        PoolSnapshot pool;
        hold();
        try {
            pool = PoolSnapshot.read(redis.reads(), keys, this::keepHolding);
        } finally {
            redis.watch().releaseWrites();
        }
        Duration held = Duration.ofNanos(System.nanoTime() - start);
        pool.lots().stream().filter(lot -> !lot.isRight()).forEach(this::correct);
        pool.types().stream().filter(type -> !type.isRight()).forEach(this::correct);
        return new RecountReport(
                pool.codes(), pool.types().size(), pool.lots().size(), held, differences, pool.faults());
    }

    private void hold() {
        redis.watch().holdWrites(HELD);
        heldSinceNanos = System.nanoTime();
    }

    private void keepHolding() {
        if (System.nanoTime() - heldSinceNanos > HOLD_AGAIN_AFTER.toNanos()) {
            hold();
        }
    }

    private void correct(LotAudit lot) {
        differences.add(lot.difference());
        List<List<String>> hints = new ArrayList<>(Chunks.of(lot.missingHints(), CODES_PER_CALL));
        // The counters go with the last hints, so that a claim finds every code that is counted.
        List<String> last = hints.isEmpty() ? List.of() : hints.remove(hints.size() - 1);
        hints.forEach(some -> write(LuaScript.RECOUNT_LOT, lotArgs(lot.id(), List.of(0L, 0L, 0L), some, List.of())));
        List<Long> off = List.of(lot.off("unspent"), lot.off("claimed"), lot.off("retired"));
        write(LuaScript.RECOUNT_LOT, lotArgs(lot.id(), off, last, lot.wrongRetiredHints()));
    }

    private static List<String> lotArgs(String id, List<Long> off, List<String> hints, List<String> wrongRetiredHints) {
        List<String> args = new ArrayList<>();
        args.add(id);
        off.forEach(number -> args.add(number.toString()));
        args.add(Integer.toString(hints.size()));
        args.addAll(hints);
        args.addAll(wrongRetiredHints);
        return args;
    }

    private void correct(TypeAudit type) {
        differences.add(type.difference());
        List<String> args = new ArrayList<>(List.of(type.id()));
        type.off().forEach((counter, number) -> args.addAll(List.of(counter, number.toString())));
        write(LuaScript.RECOUNT_TYPE, args);
        rearm(type.name());
    }

    /** Without levels, the script keeps those of the type and arms the highest that is below what the type has now. */
    private void rearm(String type) {
        String now = Long.toString(clock.instant().getEpochSecond());
        write(LuaScript.SET_LEVELS, List.of(now, "", "", type, ""));
    }

    private void write(LuaScript script, List<String> args) {
        redis.write(script, keys.meta(), args);
    }
}
