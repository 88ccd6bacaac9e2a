package io.promopool.redis.connection;

import io.promopool.pool.StorageException;
import io.promopool.pool.StorageException.Outcome;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/**
 * This process as one that writes to the pool. Each call of a script that writes names the pool, its life, and how many
 * calls of this process were confirmed when it was sent; meta counts the calls that were executed. A Redis that holds
 * another pool, or has counted fewer calls than were confirmed, does nothing: it has lost what it had confirmed.
 *
 * <p>Only confirmed calls count here: Redis has replied, and as many replicas have the call as are required. A failover
 * may lose calls without a reply, and a late reply says nothing about the Redis that serves now. Safe for any number of
 * threads.
 */
final class Writer {
    private static final int NAME_BYTES = 8;
    private static final int TIME_DIGITS = 12;

    private Optional<Term> term = Optional.empty(); // guarded by this

    /**
     * The time in which this process counts its calls under one name, in one life of the pool.
     *
     * @param meta the key with the record of the pool
     * @param name the field of meta in which Redis counts the calls
     */
    record Term(String meta, PoolIdentity pool, OnRollback onRollback, String name, Count count) {}

    private static final class Count {
        private long confirmed; // guarded by the writer
        private long unanswered; // guarded by the writer
    }

    /** A call that is being sent. */
    final class Call {
        private final Term term;
        private final List<String> head;

        private Call(Term term) {
            this.term = term;
            this.head = List.of(
                    term.pool().id(),
                    Long.toString(term.pool().life()),
                    term.name(),
                    term.onRollback() == OnRollback.STOP ? Long.toString(term.count().confirmed) : "");
        }

        /** Returns the first arguments of the script: pool, life, name, confirmed calls ('' = don't compare). */
        List<String> head() {
            return head;
        }

        /** Notes that the call was executed, and that as many replicas have it as are required. */
        void confirmed() {
            synchronized (Writer.this) {
                term.count().confirmed++;
                term.count().unanswered--;
            }
        }

        /** Notes that Redis has replied, so that the call does not run later, and that the reply confirms nothing. */
        void answered() {
            synchronized (Writer.this) {
                term.count().unanswered--;
            }
        }
    }

    /** Begins to count at 0, under a new name. Calls that were sent before count for the old name. */
    synchronized void begin(String meta, PoolIdentity pool, OnRollback onRollback) {
        term = Optional.of(new Term(meta, pool, onRollback, newName(), new Count()));
    }

    /** Does the same for the same pool, in another life. Does nothing if the pool was closed meanwhile. */
    synchronized void renew(Term ended, long life) {
        if (term.equals(Optional.of(ended))) {
            begin(ended.meta(), new PoolIdentity(ended.pool().id(), life), ended.onRollback());
        }
    }

    /** Returns the present term; empty before the pool is opened and after {@link #end}. */
    synchronized Optional<Term> term() {
        return term;
    }

    /** Returns how many calls of a term were confirmed by now. */
    synchronized long confirmed(Term of) {
        return of.count().confirmed;
    }

    /**
     * Begins a call.
     *
     * @throws StorageException if the pool is not open
     */
    synchronized Call call() {
        Term current = term.orElseThrow(
                () -> new StorageException(Outcome.NONE, "the pool in Redis is not open, or was closed"));
        Call call = new Call(current);
        current.count().unanswered++;
        return call;
    }

    /**
     * Begins the last call, which drops the name. Every later call is refused here.
     *
     * @return empty if the name must stay: Redis may yet execute a call without a reply, and would find the count gone
     */
    synchronized Optional<Call> end() {
        Optional<Call> last =
                term.filter(current -> current.count().unanswered == 0).map(Call::new);
        last.ifPresent(call -> call.term.count().unanswered++);
        term = Optional.empty();
        return last;
    }

    /** Begins with the time, so that names are in the order in which their services began. */
    private static String newName() {
        byte[] random = new byte[NAME_BYTES];
        new SecureRandom().nextBytes(random);
        HexFormat hex = HexFormat.of();
        return "w:" + hex.toHexDigits(System.currentTimeMillis(), TIME_DIGITS) + hex.formatHex(random);
    }
}
