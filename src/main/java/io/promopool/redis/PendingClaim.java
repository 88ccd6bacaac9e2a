package io.promopool.redis;

import io.promopool.pool.ClaimOutcome;
import io.promopool.pool.ClaimRequest;
import io.promopool.pool.StorageException;
import io.promopool.pool.StorageException.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;

/** A claim that has no answer yet. Handed from thread to thread by the batcher, never used by two at once. */
final class PendingClaim {
    private static final long FIRST_PAUSE_MILLIS = 20;
    private static final long LONGEST_PAUSE_MILLIS = 500;

    final ClaimRequest request;
    final CompletableFuture<ClaimOutcome> answer = new CompletableFuture<>();
    private final Instant askedAt;
    private final long deadlineNanos;
    private int attempts;
    private boolean mayHaveBeenServed;

    PendingClaim(ClaimRequest request, Instant askedAt, Duration timeout) {
        this.request = request;
        this.askedAt = askedAt;
        this.deadlineNanos = System.nanoTime() + timeout.toNanos();
    }

    Duration timeLeft() {
        return Duration.ofNanos(deadlineNanos - System.nanoTime());
    }

    /** A call that carried this claim ended without saying what it did. */
    void outcomeUnknown() {
        mayHaveBeenServed = true;
    }

    /** Whether only asking again can tell what happened. */
    boolean mayHaveBeenServed() {
        return mayHaveBeenServed;
    }

    long nextPauseMillis() {
        return Math.min(LONGEST_PAUSE_MILLIS, FIRST_PAUSE_MILLIS << Math.min(attempts++, 10));
    }

    void answered(ClaimOutcome outcome) {
        // What an earlier try of this very claim recorded is no replay to its caller, who asked once.
        boolean ours = mayHaveBeenServed
                && outcome instanceof ClaimOutcome.Claimed claimed
                && !claimed.claim().claimedAt().isBefore(Instant.ofEpochSecond(askedAt.getEpochSecond()));
        answer.complete(ours ? new ClaimOutcome.Claimed(((ClaimOutcome.Claimed) outcome).claim(), false) : outcome);
    }

    void failed(String message, Throwable cause) {
        Outcome outcome = mayHaveBeenServed ? Outcome.UNKNOWN : Outcome.NONE;
        answer.completeExceptionally(new StorageException(outcome, message, cause));
    }
}
