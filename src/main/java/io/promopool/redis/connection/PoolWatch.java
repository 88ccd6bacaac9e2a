package io.promopool.redis.connection;

import io.promopool.pool.StorageException;
import io.promopool.redis.connection.Guard.Concern;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks every second whether Redis still holds the pool that this service serves, with all calls that were confirmed,
 * and whether the pool has seen a later time than this service's clock shows. Scripts that write check the same
 * themselves; reads, listings and counts rely on this watch.
 */
public final class PoolWatch {
    private static final Logger log = LoggerFactory.getLogger(PoolWatch.class);

    private final RedisConnector redis;
    private final InstantSource clock;
    private final RedisLink link;
    private final Writer writer;

    public PoolWatch(RedisConnector redis, InstantSource clock) {
        this.redis = redis;
        this.clock = clock;
        this.link = redis.watch();
        this.writer = redis.writer();
    }

    /** Looks now, and waits for the result. Changes nothing if Redis does not answer. Never throws. */
    public void check() {
        try {
            writer.term().ifPresent(this::check);
        } catch (StorageException e) {
            if (Faults.firstWord(e).equals("WRONGTYPE")) {
                set(Concern.POOL, Optional.of("the record of the pool in Redis was replaced by something else"));
            }
            log.debug("the pool could not be looked at", e);
        } catch (RuntimeException e) {
            log.debug("the pool could not be looked at", e);
        }
    }

    private void check(Writer.Term term) {
        Instant now = clock.instant();
        // Before meta is read, because a call that is confirmed later may not be counted yet in what is read.
        long confirmed = writer.confirmed(term);
        PoolState state = link.read(commands -> PoolState.read(commands, term));
        set(Concern.BEHIND, LatestTime.behind(now, state.latest()));
        Optional<String> otherPool = state.otherPool(term.pool());
        set(Concern.POOL, otherPool);
        if (otherPool.isPresent() || state.stop().isPresent()) {
            set(Concern.LOST_WRITES, otherPool.isPresent() ? Optional.empty() : state.stopped());
        } else if (state.life() > term.pool().life()) {
            log.warn(
                    "a person has accepted that Redis lost writes; pool {} goes on in life {}",
                    term.pool().id(),
                    state.life());
            renew(term, state.life());
        } else if (state.loss(term, confirmed).isPresent()) {
            lost(term, state, state.loss(term, confirmed).get());
        } else {
            set(Concern.LOST_WRITES, Optional.empty());
        }
    }

    private void lost(Writer.Term term, PoolState state, String loss) {
        if (term.onRollback() == OnRollback.WARN) {
            log.warn(
                    "{}. Codes that were claimed in them are handed out a second time. redis.on-rollback=warn, so the "
                            + "service goes on",
                    loss);
            renew(term, state.life());
            return;
        }
        // The script decides, and notes it in the Redis that it finds. What counts is what the Redis says that the
        // service talks to after that: an old master that resumes is demoted, and its note goes with it.
        try {
            link.call(LuaScript.CHECK, term.meta(), List.of(redis.writeDeadline()));
        } catch (StorageException refused) {
            if (Faults.firstWord(refused).equals("RENEW")) {
                renew(term, state.life());
                return;
            }
            set(Concern.LOST_WRITES, Optional.of(loss));
        }
    }

    private void renew(Writer.Term term, long life) {
        writer.renew(term, life);
        set(Concern.LOST_WRITES, Optional.empty());
    }

    private void set(Concern concern, Optional<String> reason) {
        redis.guard().set(concern, reason);
    }
}
