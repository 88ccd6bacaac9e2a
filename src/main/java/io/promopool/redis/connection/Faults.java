package io.promopool.redis.connection;

import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.RedisCommandTimeoutException;
import io.lettuce.core.RedisException;
import io.promopool.pool.StorageException;
import io.promopool.pool.StorageException.Outcome;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/**
 * Turns every failure of a call to Redis into a {@link StorageException}. Only this class decides whether the outcome
 * is unknown, or nothing was done.
 */
public final class Faults {
    /**
     * The first words of error replies that mean "nothing was executed". The scripts begin with {@code #!lua}, so Redis
     * checks its memory and its role before it runs their first line. FORBIDDEN and the words behind it come from
     * the scripts themselves.
     */
    private static final Set<String> NOT_EXECUTED = Set.of(
            "NOSCRIPT",
            "MOVED",
            "ASK",
            "CROSSSLOT",
            "TRYAGAIN",
            "CLUSTERDOWN",
            "MASTERDOWN",
            "OOM",
            "NOREPLICAS",
            "READONLY",
            "BUSY",
            "LOADING",
            "MISCONF",
            "NOAUTH",
            "WRONGPASS",
            "FORBIDDEN",
            "LATE",
            "NOPOOL",
            "STOPPED",
            "ROLLBACK",
            "RENEW",
            "BEHIND",
            "UNTOUCHED");

    /** Those of them that say that something underneath has changed. Their text is for the caller. */
    private static final Set<String> REFUSALS = Set.of("NOPOOL", "STOPPED", "ROLLBACK", "BEHIND");

    private static final String END_OF_REFUSAL = "; nothing was done";

    private Faults() {}

    /**
     * Returns the failure of a call that might have changed something. The outcome is unknown unless the error proves
     * that nothing was executed. A {@link StorageException} is returned as it is.
     */
    public static StorageException of(Throwable raised) {
        Throwable fault = unwrapped(raised);
        if (fault instanceof StorageException known) {
            return known;
        }
        String word = firstWord(fault);
        return fault instanceof RedisCommandExecutionException && REFUSALS.contains(word)
                ? StorageException.refused(
                        fault.getMessage().substring(word.length() + 1).replace(END_OF_REFUSAL, ""), fault)
                : new StorageException(outcomeOf(fault), "Redis: " + fault.getMessage(), fault);
    }

    /** Returns the failure of a call that only reads. Its outcome is always "nothing was done". */
    static StorageException ofRead(Throwable raised) {
        Throwable fault = unwrapped(raised);
        return fault instanceof StorageException known
                ? known
                : new StorageException(Outcome.NONE, "Redis: " + fault.getMessage(), fault);
    }

    /**
     * Sends a command, and never throws. lettuce throws some refusals and puts others into the future; here all of them
     * are in the future.
     */
    static <T> CompletableFuture<T> inFuture(Supplier<CompletionStage<T>> command) {
        try {
            return command.get().toCompletableFuture();
        } catch (RuntimeException refused) {
            return CompletableFuture.failedFuture(refused);
        }
    }

    /** Returns whether a reply did not come in time, although the connection was open. */
    static boolean isTimeout(Throwable raised) {
        Throwable fault = unwrapped(raised instanceof StorageException ? raised.getCause() : raised);
        return fault instanceof RedisCommandTimeoutException || fault instanceof TimeoutException;
    }

    /** Returns whether Redis replied with an error. */
    static boolean isErrorReply(StorageException fault) {
        return fault.getCause() instanceof RedisCommandExecutionException;
    }

    static boolean isNoScript(Throwable raised) {
        return firstWord(raised).equals("NOSCRIPT");
    }

    private static Outcome outcomeOf(Throwable fault) {
        if (fault instanceof RedisCommandExecutionException) {
            return NOT_EXECUTED.contains(firstWord(fault)) ? Outcome.NONE : Outcome.UNKNOWN;
        }
        // lettuce raises these two before it writes the command. It raises "Connection closed" and "disconnected" also
        // after it has written the command, so those prove nothing.
        String message = String.valueOf(fault.getMessage());
        boolean refused = fault instanceof RedisException
                && (message.startsWith("Currently not connected") || message.startsWith("Request queue size exceeded"));
        return refused ? Outcome.NONE : Outcome.UNKNOWN;
    }

    /** Returns whether Redis might yet execute a call that has failed: it was sent, and Redis has not replied. */
    static boolean mayRunLater(Throwable raised) {
        StorageException fault = of(raised);
        return fault.outcome() == Outcome.UNKNOWN && !isErrorReply(fault) && !Replication.isUnconfirmed(fault);
    }

    /** Returns the fault that lettuce raised. */
    private static Throwable raw(Throwable raised) {
        Throwable fault = unwrapped(raised);
        return fault instanceof StorageException && fault.getCause() != null ? fault.getCause() : fault;
    }

    /** Returns the first word of an error reply, which says what kind of error it is. */
    static String firstWord(Throwable raised) {
        String message = String.valueOf(raw(raised).getMessage());
        int end = message.indexOf(' ');
        return end < 0 ? message : message.substring(0, end);
    }

    static Throwable unwrapped(Throwable raised) {
        Throwable fault = raised;
        while ((fault instanceof CompletionException || fault instanceof ExecutionException)
                && fault.getCause() != null) {
            fault = fault.getCause();
        }
        return fault;
    }
}
