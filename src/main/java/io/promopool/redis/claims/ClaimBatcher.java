package io.promopool.redis.claims;

import io.promopool.lang.DaemonThreads;
import io.promopool.pool.ClaimOutcome;
import io.promopool.pool.ClaimRequest;
import io.promopool.pool.OverloadedException;
import io.promopool.pool.StorageException;
import io.promopool.pool.StorageException.Outcome;
import io.promopool.redis.claims.ClaimScript.ClaimReply;
import io.promopool.redis.connection.Faults;
import io.promopool.redis.connection.LuaScript;
import io.promopool.redis.connection.RedisConnector;
import io.promopool.redis.connection.RedisLink;
import io.promopool.redis.connection.RedisListener;
import io.promopool.redis.connection.Replication;
import io.promopool.redis.layout.Keys;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Sends claims that arrive together to Redis in one call.
 *
 * <p>If no call is in flight, a claim is sent at once. Otherwise claims gather. The next call takes all of them, up to
 * the batch size, as soon as a call ends or enough claims have gathered to be worth a call. There is no timer. The
 * higher the load, the larger the batches, and the cheaper each claim.
 *
 * <p>A call whose outcome is unknown is never repeated. Each of its claims is retried alone, with its key, until it is
 * answered or its time is up.
 *
 * <p>Replies are read, and the next call is sent, on lettuce's own thread, because a handover to another thread costs
 * more than the work. Safe for any number of threads.
 */
public final class ClaimBatcher implements AutoCloseable {
    /** Redis runs one call while the other travels. With a single call, Redis would be idle during each round trip. */
    private static final int MAX_CALLS = 2;

    /** If batches are full, more calls pay off: Redis flushes to disk once for all calls that it reads together. */
    private static final int MAX_FULL_CALLS = 4;

    private final RedisConnector redis;
    private final RedisLink link;
    private final Keys keys;
    private final ClaimScript script;
    private final ClaimSettings settings;
    private final InstantSource clock;
    private final RedisListener listener;
    private final ClaimLog log = new ClaimLog();
    private final ScheduledExecutorService retries =
            Executors.newSingleThreadScheduledExecutor(DaemonThreads.named("claim-retries"));

    private final Deque<PendingClaim> waiting = new ArrayDeque<>(); // guarded by this
    private int unanswered; // guarded by this
    private int callsInFlight; // guarded by this
    private int claimsInFlight; // guarded by this
    private boolean closed; // guarded by this

    /** @param redis must have sampled Redis's clock; stays the caller's, to be closed after this object */
    public ClaimBatcher(
            RedisConnector redis, Keys keys, ClaimSettings settings, InstantSource clock, RedisListener listener) {
        this.redis = redis;
        this.link = redis.claims();
        this.keys = keys;
        this.script = new ClaimScript(keys);
        this.settings = settings;
        this.clock = clock;
        this.listener = listener;
    }

    /**
     * Queues claims and sends what can be sent, without blocking. See {@link io.promopool.pool.CodePool#claim(List)}.
     */
    public List<CompletableFuture<ClaimOutcome>> claim(List<ClaimRequest> requests) {
        Instant now = clock.instant();
        List<CompletableFuture<ClaimOutcome>> answers = new ArrayList<>(requests.size());
        synchronized (this) {
            for (ClaimRequest request : requests) {
                answers.add(enqueue(request, now));
            }
        }
        sendWaiting();
        return answers;
    }

    private CompletableFuture<ClaimOutcome> enqueue(ClaimRequest request, Instant now) {
        if (closed) {
            return CompletableFuture.failedFuture(new StorageException(Outcome.NONE, "the service is stopping"));
        }
        if (unanswered >= settings.maxWaiting()) {
            return CompletableFuture.failedFuture(
                    new OverloadedException(unanswered + " claims are waiting already; retry shortly"));
        }
        PendingClaim claim = new PendingClaim(request, now, settings.timeout());
        unanswered++;
        waiting.addLast(claim);
        return claim.answer;
    }

    private void sendWaiting() {
        for (List<PendingClaim> batch = nextBatch(); !batch.isEmpty(); batch = nextBatch()) {
            int size = batch.size();
            Call call = send(batch);
            // If the callback of a call that failed at once sent the next call, a series of them would grow the stack.
            boolean failedAtOnce = call.reply().isDone();
            if (failedAtOnce) {
                ended(size);
            }
            call.reply().whenComplete((reply, fault) -> {
                if (!failedAtOnce) {
                    // Before anything else, so that Redis has work while these claims are answered.
                    ended(size);
                    sendWaiting();
                }
                settle(call, reply, fault);
            });
        }
    }

    private synchronized List<PendingClaim> nextBatch() {
        if (!isWorthACall()) {
            return List.of();
        }
        List<PendingClaim> batch = new ArrayList<>(Math.min(waiting.size(), settings.batchSize()));
        while (batch.size() < settings.batchSize() && !waiting.isEmpty()) {
            batch.add(waiting.removeFirst());
        }
        callsInFlight++;
        claimsInFlight += batch.size();
        return batch;
    }

    /** Must be called with the lock held. */
    private boolean isWorthACall() {
        if (waiting.isEmpty() || callsInFlight == 0) {
            return !waiting.isEmpty();
        }
        return callsInFlight < MAX_CALLS
                ? waiting.size() >= claimsInFlight / 2
                : callsInFlight < MAX_FULL_CALLS && waiting.size() >= settings.batchSize();
    }

    private synchronized void ended(int claims) {
        callsInFlight--;
        claimsInFlight -= claims;
    }

    private record Call(List<PendingClaim> claims, Instant now, CompletableFuture<List<Object>> reply) {}

    private static List<ClaimRequest> requests(List<PendingClaim> claims) {
        return claims.stream().map(claim -> claim.request).toList();
    }

    /** Sends a call for those claims that have time left, and fails the others. The reply might be complete already. */
    private Call send(List<PendingClaim> batch) {
        List<PendingClaim> claims = new ArrayList<>(batch.size());
        for (PendingClaim claim : batch) {
            if (claim.isOutOfTime()) {
                claim.failed("no answer within " + settings.timeout().toMillis() + " ms", null);
                settled(1);
            } else {
                claims.add(claim);
            }
        }
        Instant now = clock.instant();
        return new Call(
                claims, now, claims.isEmpty() ? CompletableFuture.completedFuture(List.of()) : run(claims, now));
    }

    private CompletableFuture<List<Object>> run(List<PendingClaim> claims, Instant now) {
        try {
            listener.claimsSent(claims.size());
            List<String> args = script.arguments(requests(claims), now, deadlineOf(claims));
            return link.run(LuaScript.CLAIM, keys.meta(), args);
        } catch (RuntimeException bug) {
            return CompletableFuture.failedFuture(
                    new StorageException(Outcome.NONE, "the claim could not be sent", bug));
        }
    }

    /** Returns the latest deadline of all: an earlier one could end the call for claims that still have time. */
    private String deadlineOf(List<PendingClaim> claims) {
        long longestNanos =
                claims.stream().mapToLong(PendingClaim::nanosLeft).max().orElseThrow();
        return redis.deadlineAfter(
                Duration.ofNanos(Math.min(longestNanos, link.timeout().toNanos())));
    }

    private void settle(Call call, List<Object> reply, Throwable fault) {
        if (call.claims().isEmpty()) {
            return;
        }
        if (fault != null) {
            call.claims().forEach(claim -> fail(claim, Faults.of(fault)));
            return;
        }
        List<?> dryLots = ClaimScript.dryLots(reply);
        if (!dryLots.isEmpty()) {
            log.noHints(dryLots);
        }
        List<ClaimReply> replies = script.replies(reply, requests(call.claims()), call.now());
        int answered = 0;
        for (int i = 0; i < replies.size(); i++) {
            answered += settle(call.claims().get(i), replies.get(i)) ? 1 : 0;
        }
        settled(answered);
    }

    /** Returns whether the claim was answered here and {@link #settled} must count it. */
    private boolean settle(PendingClaim claim, ClaimReply reply) {
        if (reply instanceof ClaimReply.Answered answered) {
            claim.answered(answered.outcome());
            return true;
        }
        if (reply instanceof ClaimReply.More) {
            continueSearch(claim);
        } else if (reply instanceof ClaimReply.Fault fault) {
            log.inconsistent(fault.message());
            fail(claim, new StorageException(Outcome.NONE, "Redis holds inconsistent data: " + fault.message()));
        } else if (reply instanceof ClaimReply.Refused refused) {
            fail(claim, new StorageException(Outcome.NONE, "Redis: " + refused.message()));
        } else if (reply instanceof ClaimReply.Unreadable unreadable) {
            log.unreadable(unreadable.cause());
            fail(claim, new StorageException(Outcome.UNKNOWN, "Redis's reply can't be parsed", unreadable.cause()));
        }
        return false;
    }

    /**
     * Sends the claim again, because its search has not ended. It queues behind the claims that arrived meanwhile, so
     * that one type with many stale hints does not delay all others.
     */
    private void continueSearch(PendingClaim claim) {
        synchronized (this) {
            waiting.addLast(claim);
        }
        sendWaiting();
    }

    private void fail(PendingClaim claim, StorageException fault) {
        if (fault.outcome() == Outcome.UNKNOWN) {
            claim.outcomeUnknown();
        }
        // An unconfirmed claim is not retried: replicas that did not confirm it would hardly do so a moment later, and
        // each attempt blocks the connection while Redis waits for them.
        if (Replication.isUnconfirmed(fault) || !claim.shouldRetry() || !scheduleRetry(claim)) {
            claim.failed(fault.getMessage(), fault);
            settled(1);
        }
    }

    /** Retries the claim alone after a pause. Returns false if the service is stopping. */
    private boolean scheduleRetry(PendingClaim claim) {
        long pauseMillis = claim.pause().toMillis();
        claim.countRetry();
        try {
            retries.schedule(() -> retry(claim), pauseMillis, TimeUnit.MILLISECONDS);
            return true;
        } catch (RejectedExecutionException closed) {
            return false;
        }
    }

    private void retry(PendingClaim claim) {
        Call call = send(List.of(claim));
        call.reply().whenComplete((reply, fault) -> settle(call, reply, fault));
    }

    private synchronized void settled(int claims) {
        unanswered -= claims;
        notifyAll();
    }

    /** Refuses new claims, and waits until all others are answered or out of time. */
    @Override
    public synchronized void close() {
        closed = true;
        long end = System.nanoTime() + settings.timeout().plus(link.timeout()).toNanos();
        try {
            while (unanswered > 0 && System.nanoTime() < end) {
                TimeUnit.NANOSECONDS.timedWait(this, end - System.nanoTime());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        retries.shutdown();
    }
}
