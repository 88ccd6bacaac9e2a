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
 * Turns what goes wrong between us and Redis into a {@link StorageException}: the one place that judges the outcome.
 */
public final class Faults {
    /**
     * The first words of error replies after which nothing was executed. The scripts begin with {@code #!lua}, so
     * memory and role are checked before the first line of them runs. FORBIDDEN, LATE and UNTOUCHED are their own.
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
            "UNTOUCHED");

    private Faults() {}

    /** What a call that may have changed something failed with. */
    public static StorageException of(Throwable raised) {
        Throwable fault = unwrapped(raised);
        return fault instanceof StorageException known
                ? known
                : new StorageException(outcomeOf(fault), "Redis: " + fault.getMessage(), fault);
    }

    /** What a call that only reads failed with: it changed nothing in any case. */
    static StorageException ofRead(Throwable raised) {
        Throwable fault = unwrapped(raised);
        return new StorageException(Outcome.NONE, "Redis: " + fault.getMessage(), fault);
    }

    /** lettuce throws some of its refusals and puts the others into the future; here all of them are in the future. */
    static <T> CompletableFuture<T> inFuture(Supplier<CompletionStage<T>> command) {
        try {
            return command.get().toCompletableFuture();
        } catch (RuntimeException refused) {
            return CompletableFuture.failedFuture(refused);
        }
    }

    /** Whether the connection is there, but no answer came. */
    static boolean isTimeout(Throwable raised) {
        Throwable fault = unwrapped(raised instanceof StorageException ? raised.getCause() : raised);
        return fault instanceof RedisCommandTimeoutException || fault instanceof TimeoutException;
    }

    static boolean isNoScript(Throwable raised) {
        return firstWord(unwrapped(raised)).equals("NOSCRIPT");
    }

    private static Outcome outcomeOf(Throwable fault) {
        if (fault instanceof RedisCommandExecutionException) {
            return NOT_EXECUTED.contains(firstWord(fault)) ? Outcome.NONE : Outcome.UNKNOWN;
        }
        // Both are said before a command is written. "Connection closed" and "disconnected" are said afterwards as
        // well.
        String message = String.valueOf(fault.getMessage());
        boolean refused = fault instanceof RedisException
                && (message.startsWith("Currently not connected") || message.startsWith("Request queue size exceeded"));
        return refused ? Outcome.NONE : Outcome.UNKNOWN;
    }

    private static String firstWord(Throwable fault) {
        String message = String.valueOf(fault.getMessage());
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
