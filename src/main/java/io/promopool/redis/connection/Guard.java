package io.promopool.redis.connection;

import io.promopool.pool.StorageException;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/**
 * What checks have found that makes it unsafe to serve. Every call asks this object before anything is sent to Redis,
 * so a call that it refuses has done nothing. Safe for any number of threads.
 */
public final class Guard {
    /** A reason for which calls are refused. In the order in which they are reported if there are several. */
    public enum Concern {
        /** Redis does not hold the pool that this service serves: even a look-up would give a wrong answer. */
        POOL(true),
        /** Redis has lost writes that it had confirmed. Nothing is served until a person decides. */
        LOST_WRITES(true),
        /** Redis is set up in a way that could lose what it confirms. */
        DURABILITY(false),
        /** A clock is wrong, so nobody can say which codes have expired. */
        CLOCK(false),
        /** The clocks agree, but the pool has seen a later time, so codes that have expired would be handed out. */
        BEHIND(false);

        private final boolean refusesReads;

        Concern(boolean refusesReads) {
            this.refusesReads = refusesReads;
        }
    }

    private volatile Map<Concern, String> reasons = Map.of();

    /** Sets or clears the reason of a concern. */
    public synchronized void set(Concern concern, Optional<String> reason) {
        Map<Concern, String> next = new EnumMap<>(Concern.class);
        next.putAll(reasons);
        reason.ifPresentOrElse(text -> next.put(concern, text), () -> next.remove(concern));
        reasons = next;
    }

    /** Returns the most important reason for which calls are refused; empty if none are. */
    public Optional<String> reason() {
        return reasons.values().stream().findFirst();
    }

    /** Returns why a call that may write is refused; empty if it may be sent. */
    Optional<StorageException> refusalOfWrite() {
        return reason().map(Guard::refusal);
    }

    /** Returns why a call that only reads is refused; empty if it may be sent. */
    Optional<StorageException> refusalOfRead() {
        return reasons.entrySet().stream()
                .filter(reason -> reason.getKey().refusesReads)
                .findFirst()
                .map(reason -> refusal(reason.getValue()));
    }

    private static StorageException refusal(String reason) {
        return StorageException.refused(reason, null);
    }
}
