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
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends claims that arrive together to Redis together.
 *
 * <p>A claim that finds no call under way goes out at once. While one is under way claims gather; the next call takes
 * all of them up to the batch size, when that one has ended or sooner, as soon as they are worth a call. There is no
 * timer, and the busier it is the larger the batches and the cheaper each claim.
 *
 * <p>A call whose outcome is unknown is not repeated. Each of its claims is asked again alone, with its key, until it
 * is answered or its time is up.
 *
 * <p>Replies are read, and the next call is sent, on lettuce's own thread: a handing over costs more than the work.
 */
public final class ClaimBatcher implements AutoCloseable {
    /** One being executed while another is on its way; with a single one Redis idles during each round trip. */
    private static final int MAX_CALLS = 2;

    /** Of full ones, where many claims wait, more: what Redis reads at once it flushes to the disk at once. */
    private static final int MAX_FULL_CALLS = 4;

    private static final Logger log = LoggerFactory.getLogger(ClaimBatcher.class);

    private final RedisConnector redis;
    private final RedisLink link;
    private final Keys keys;
    private final ClaimSettings settings;
    private final InstantSource clock;
    private final RedisListener listener;
    private final ScheduledExecutorService retries =
            Executors.newSingleThreadScheduledExecutor(DaemonThreads.named("claim-retries"));

    private final Deque<PendingClaim> waiting = new ArrayDeque<>(); // guarded by this
    private int unanswered; // guarded by this
    private int calls; // guarded by this
    private int claimsUnderWay; // guarded by this
    private boolean closed; // guarded by this

    public ClaimBatcher(
            RedisConnector redis, Keys keys, ClaimSettings settings, InstantSource clock, RedisListener listener) {
        this.redis = redis;
        this.link = redis.claims();
        this.keys = keys;
        this.settings = settings;
        this.clock = clock;
        this.listener = listener;
    }

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
                    new OverloadedException(unanswered + " claims are waiting already; try again in a moment"));
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
            // Where calls fail at once, the loop goes on; were the next sent from within, they would pile up.
            boolean failedAtOnce = call.reply().isDone();
            if (failedAtOnce) {
                ended(size);
            }
            call.reply().whenComplete((reply, fault) -> {
                if (!failedAtOnce) {
                    // First of all: Redis is to have work while these claims are answered.
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
        calls++;
        claimsUnderWay += batch.size();
        return batch;
    }

    /** Asked with the lock held. */
    private boolean isWorthACall() {
        if (waiting.isEmpty() || calls == 0) {
            return !waiting.isEmpty();
        }
        return calls < MAX_CALLS
                ? waiting.size() >= claimsUnderWay / 2
                : calls < MAX_FULL_CALLS && waiting.size() >= settings.batchSize();
    }

    private synchronized void ended(int claims) {
        calls--;
        claimsUnderWay -= claims;
    }

    private record Call(List<PendingClaim> claims, Instant now, CompletableFuture<List<Object>> reply) {
        List<ClaimRequest> requests() {
            return claims.stream().map(claim -> claim.request).toList();
        }
    }

    /** Sends a call for those of the claims that have time left; its reply may be there at once. */
    private Call send(List<PendingClaim> asked) {
        List<PendingClaim> claims = new ArrayList<>(asked.size());
        for (PendingClaim claim : asked) {
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
            List<ClaimRequest> requests =
                    claims.stream().map(claim -> claim.request).toList();
            listener.claimsSent(claims.size());
            return link.run(
                    LuaScript.CLAIM, keys.meta(), ClaimScript.arguments(requests, now, deadlineOf(claims), keys));
        } catch (RuntimeException bug) {
            return CompletableFuture.failedFuture(
                    new StorageException(Outcome.NONE, "the claim could not be sent", bug));
        }
    }

    /** That of the claim with the most time left: one for which it is too late would spoil the call for all others. */
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
            log.warn("{} lots count codes as available, but have no hints, such as {}", dryLots.size(), dryLots.get(0));
        }
        List<ClaimReply> replies = ClaimScript.replies(reply, call.requests(), call.now());
        int answered = 0;
        for (int i = 0; i < replies.size(); i++) {
            answered += settle(call.claims().get(i), replies.get(i)) ? 1 : 0;
        }
        settled(answered);
    }

    /** Whether the claim is answered, and is still to be counted as such. */
    private boolean settle(PendingClaim claim, ClaimReply said) {
        if (said instanceof ClaimReply.Answered answered) {
            claim.answered(answered.outcome());
            return true;
        }
        if (said instanceof ClaimReply.More) {
            askOn(claim);
        } else if (said instanceof ClaimReply.Fault fault) {
            log.error("Redis holds something broken that a claim needs: {}", fault.message());
            fail(claim, new StorageException(Outcome.NONE, "Redis holds something broken: " + fault.message()));
        } else if (said instanceof ClaimReply.Unreadable unreadable) {
            log.error("Redis holds something broken that a claim needs", unreadable.cause());
            fail(claim, new StorageException(Outcome.UNKNOWN, "the answer of Redis can't be read", unreadable.cause()));
        }
        return false;
    }

    /**
     * The search has only begun. It goes on behind claims that came meanwhile, or those of one type would hold up all.
     */
    private void askOn(PendingClaim claim) {
        synchronized (this) {
            waiting.addLast(claim);
        }
        sendWaiting();
    }

    private void fail(PendingClaim claim, StorageException fault) {
        if (fault.outcome() == Outcome.UNKNOWN) {
            claim.outcomeUnknown();
        }
        // What replicas have not confirmed they would not confirm a moment later, and Redis waits for them each time.
        if (Replication.isUnconfirmed(fault) || !claim.worthAskingAgain() || !askAgain(claim)) {
            claim.failed(fault.getMessage(), fault);
            settled(1);
        }
    }

    /** Asks alone after a pause; false where the service is at its end. */
    private boolean askAgain(PendingClaim claim) {
        long pauseMillis = claim.pause().toMillis();
        claim.triedAgain();
        try {
            retries.schedule(() -> askAlone(claim), pauseMillis, TimeUnit.MILLISECONDS);
            return true;
        } catch (RejectedExecutionException closed) {
            return false;
        }
    }

    private void askAlone(PendingClaim claim) {
        Call call = send(List.of(claim));
        call.reply().whenComplete((reply, fault) -> settle(call, reply, fault));
    }

    private synchronized void settled(int claims) {
        unanswered -= claims;
        notifyAll();
    }

    /** Refuses new claims and waits until those under way are answered or out of time. */
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
