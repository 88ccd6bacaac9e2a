package io.promopool.redis;

import io.promopool.pool.ClaimOutcome;
import io.promopool.pool.ClaimRequest;
import io.promopool.pool.OverloadedException;
import io.promopool.pool.StorageException;
import io.promopool.pool.StorageException.Outcome;
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
 * <p>A claim that finds a free call goes out at once. While {@value #MAX_CALLS} calls are under way claims gather, and
 * the next call takes all of them up to the batch size: there is no timer, and the busier it is the larger the batches
 * and the cheaper each claim.
 *
 * <p>A call whose outcome is unknown is not repeated. Each of its claims is asked again alone, with its key, until it is
 * answered or its time is up.
 */
final class ClaimBatcher implements AutoCloseable {
    /** One being executed while another is on its way; with a single one Redis idles during each round trip. */
    private static final int MAX_CALLS = 2;

    private static final Logger log = LoggerFactory.getLogger(ClaimBatcher.class);

    private final RedisLink link;
    private final RedisTime redisTime;
    private final Keys keys;
    private final ClaimSettings settings;
    private final InstantSource clock;

    /** Answers are written here and not on lettuce's thread, which has the next calls to send. */
    private final ScheduledExecutorService answers = Executors.newScheduledThreadPool(2, ClaimBatcher::thread);

    private final Deque<PendingClaim> waiting = new ArrayDeque<>(); // guarded by this
    private int unanswered; // guarded by this
    private int calls; // guarded by this
    private boolean closed; // guarded by this

    ClaimBatcher(RedisConnector redis, Keys keys, ClaimSettings settings, InstantSource clock) {
        this.link = redis.claims();
        this.redisTime = redis.time();
        this.keys = keys;
        this.settings = settings;
        this.clock = clock;
    }

    CompletableFuture<ClaimOutcome> claim(ClaimRequest request) {
        PendingClaim claim = new PendingClaim(request, clock.instant(), settings.timeout());
        synchronized (this) {
            if (closed) {
                return CompletableFuture.failedFuture(new StorageException(Outcome.NONE, "the service is stopping"));
            }
            if (unanswered >= settings.maxWaiting()) {
                return CompletableFuture.failedFuture(
                        new OverloadedException(unanswered + " claims are waiting already; try again in a moment"));
            }
            unanswered++;
            waiting.addLast(claim);
        }
        sendWaiting();
        return claim.answer;
    }

    private void sendWaiting() {
        while (true) {
            List<PendingClaim> batch = new ArrayList<>();
            synchronized (this) {
                if (calls >= MAX_CALLS || waiting.isEmpty()) {
                    return;
                }
                while (batch.size() < settings.batchSize() && !waiting.isEmpty()) {
                    batch.add(waiting.removeFirst());
                }
                calls++;
            }
            // Not on this thread: where calls fail at once, each would start the next from within itself.
            send(batch).whenCompleteAsync((done, bug) -> callEnded(), this::onAnswerThread);
        }
    }

    private void callEnded() {
        synchronized (this) {
            calls--;
        }
        sendWaiting();
    }

    /** Sends a call and sees to the answers of its claims; the future ends when the call has. */
    private CompletableFuture<Void> send(List<PendingClaim> batch) {
        batch.removeIf(this::outOfTime);
        if (batch.isEmpty()) {
            return CompletableFuture.completedFuture(null);
        }
        Instant now = clock.instant();
        List<ClaimRequest> requests = batch.stream().map(claim -> claim.request).toList();
        CompletableFuture<List<Object>> call;
        try {
            List<String> args = ClaimCall.arguments(requests, now, deadlineOf(batch), keys);
            call = link.run(LuaScript.CLAIM, keys.meta(), args);
        } catch (RuntimeException bug) {
            call = CompletableFuture.failedFuture(new StorageException(Outcome.NONE, "the claim could not be sent", bug));
        }
        return call.handle((reply, fault) -> {
            onAnswerThread(() -> {
                if (fault == null) {
                    answer(batch, reply, ClaimCall.replies(reply, requests, now));
                } else {
                    batch.forEach(claim -> fail(claim, Faults.of(fault)));
                }
            });
            return null;
        });
    }

    /** That of the claim with the most time left: one for which it is too late would spoil the call for all others. */
    private String deadlineOf(List<PendingClaim> batch) {
        Duration longest = batch.stream().map(PendingClaim::timeLeft).max(Duration::compareTo).orElseThrow();
        return redisTime.deadlineAfter(longest.compareTo(link.timeout()) < 0 ? longest : link.timeout());
    }

    private boolean outOfTime(PendingClaim claim) {
        boolean out = claim.timeLeft().isNegative() || claim.timeLeft().isZero();
        if (out) {
            claim.failed("no answer within " + settings.timeout().toMillis() + " ms", null);
            settled();
        }
        return out;
    }

    private void answer(List<PendingClaim> batch, List<Object> reply, List<ClaimReply> replies) {
        List<?> dryLots = ClaimCall.dryLots(reply);
        if (!dryLots.isEmpty()) {
            log.warn("{} lots count codes as available, but have no hints, such as {}", dryLots.size(), dryLots.get(0));
        }
        for (int i = 0; i < batch.size(); i++) {
            PendingClaim claim = batch.get(i);
            ClaimReply said = replies.get(i);
            if (said instanceof ClaimReply.Answered answered) {
                claim.answered(answered.outcome());
                settled();
            } else if (said instanceof ClaimReply.More) {
                askOn(claim);
            } else if (said instanceof ClaimReply.Fault fault) {
                log.error("Redis holds something broken that a claim needs: {}", fault.message());
                fail(claim, new StorageException(Outcome.NONE, "Redis holds something broken: " + fault.message()));
            } else if (said instanceof ClaimReply.Unreadable unreadable) {
                log.error("Redis holds something broken that a claim needs", unreadable.cause());
                fail(claim, new StorageException(Outcome.UNKNOWN, "the answer of Redis can't be read", unreadable.cause()));
            }
        }
    }

    /** The search has only begun. It goes on behind claims that came meanwhile, or those of one type would hold up all. */
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
        if (!claim.worthAskingAgain() || !askAgain(claim)) {
            claim.failed(fault.getMessage(), fault);
            settled();
        }
    }

    /** Asks alone after a pause; false where the service is at its end. */
    private boolean askAgain(PendingClaim claim) {
        long pauseMillis = claim.pause().toMillis();
        claim.triedAgain();
        try {
            answers.schedule(() -> send(new ArrayList<>(List.of(claim))), pauseMillis, TimeUnit.MILLISECONDS);
            return true;
        } catch (RejectedExecutionException closed) {
            return false;
        }
    }

    /** After the end of the service, which waits for most, on whatever thread there is. */
    private void onAnswerThread(Runnable work) {
        try {
            answers.execute(work);
        } catch (RejectedExecutionException closed) {
            work.run();
        }
    }

    private synchronized void settled() {
        unanswered--;
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
        answers.shutdown();
    }

    private static Thread thread(Runnable work) {
        Thread thread = new Thread(work, "claim-answers");
        thread.setDaemon(true);
        return thread;
    }
}
