package io.promopool.redis.claims;

import io.promopool.pool.ClaimOutcome;
import io.promopool.pool.ClaimRequest;
import io.promopool.pool.StorageException;
import io.promopool.pool.StorageException.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;

/** A claim that has no answer yet. The batcher hands it from thread to thread; two threads never use it at once. */
final class PendingClaim {
    private static final long FIRST_PAUSE_MILLIS = 20;
    private static final long MAX_PAUSE_MILLIS = 500;

    final ClaimRequest request;
    final CompletableFuture<ClaimOutcome> answer = new CompletableFuture<>();
    private final Instant receivedAt;
    private final long deadlineNanos;
    private int retries;
    private boolean mayHaveBeenServed;

    PendingClaim(ClaimRequest request, Instant receivedAt, Duration timeout) {
        this.request = request;
        this.receivedAt = receivedAt;
        this.deadlineNanos = System.nanoTime() + timeout.toNanos();
    }

    /** Returns the time until the deadline; zero or negative if it has passed. */
    long nanosLeft() {
        return deadlineNanos - System.nanoTime();
    }

    boolean isOutOfTime() {
        return nanosLeft() <= 0;
    }

    /** Notes that a call with this claim failed with an unknown outcome. */
    void outcomeUnknown() {
        mayHaveBeenServed = true;
    }

    /**
     * Returns whether the claim should be retried after {@link #pause}: only a retry can find out what happened, and
     * there is time for one.
     */
    boolean shouldRetry() {
        return mayHaveBeenServed && nanosLeft() > pause().toNanos();
    }

    /** Returns how long to wait before the next retry. It doubles with each retry, up to 500 ms. */
    Duration pause() {
        return Duration.ofMillis(Math.min(MAX_PAUSE_MILLIS, FIRST_PAUSE_MILLIS << Math.min(retries, 10)));
    }

    void countRetry() {
        retries++;
    }

    void answered(ClaimOutcome outcome) {
        // If an earlier attempt of this same claim recorded the code, it is no replay for the caller, who asked once.
        if (mayHaveBeenServed
                && outcome instanceof ClaimOutcome.Claimed claimed
                && !claimed.claim().claimedAt().isBefore(Instant.ofEpochSecond(receivedAt.getEpochSecond()))) {
            answer.complete(new ClaimOutcome.Claimed(claimed.claim(), false));
        } else {
            answer.complete(outcome);
        }
    }

    void failed(String message, Throwable cause) {
        if (!mayHaveBeenServed
                && cause instanceof StorageException refused
                && refused.refusal().isPresent()) {
            answer.completeExceptionally(refused);
            return;
        }
        Outcome outcome = mayHaveBeenServed ? Outcome.UNKNOWN : Outcome.NONE;
        answer.completeExceptionally(new StorageException(outcome, message, cause));
    }
}
