package io.promopool.redis.claims;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.promopool.pool.ClaimOutcome;
import io.promopool.pool.ClaimOutcome.Claimed;
import io.promopool.pool.CodePool;
import io.promopool.pool.OverloadedException;
import io.promopool.pool.PoolCounts;
import io.promopool.pool.StorageException;
import io.promopool.pool.StorageException.Outcome;
import io.promopool.redis.RedisStorage;
import io.promopool.redis.connection.RedisListener;
import io.promopool.redis.connection.RedisSettings;
import io.promopool.redis.testing.PoolCase;
import io.promopool.redis.testing.TestSettings;
import io.promopool.testing.LossyRelay;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What Redis has done, although its reply was lost. */
class LostAnswersTest extends PoolCase {
    private LossyRelay relay;
    private RedisStorage storage;
    private CodePool relayed;

    @BeforeEach
    void relay() {
        relay = new LossyRelay(
                Integer.parseInt(server.url().substring(server.url().lastIndexOf(':') + 1)));
        storage = relayed(Duration.ofSeconds(10), 1_000);
        relayed = storage.pool();
        // One call of each kind, so that no older reply is in flight when a test makes the relay lose one.
        relayed.claim(request("none", "none")).join();
        relayed.load(List.of(), PLAIN).join();
    }

    private RedisStorage relayed(Duration claimTimeout, int maxWaiting) {
        return relayed(claimTimeout, maxWaiting, 64);
    }

    private RedisStorage relayed(Duration claimTimeout, int maxWaiting, int batchSize) {
        RedisSettings redis = new RedisSettings(Optional.empty(), "pp", Duration.ofSeconds(2), BUCKETS);
        ClaimSettings claims = new ClaimSettings(claimTimeout, maxWaiting, batchSize);
        return RedisStorage.open(relay.url(), TestSettings.storage(redis, claims), clock, RedisListener.NONE);
    }

    @AfterEach
    void close() {
        storage.close();
        relay.close();
    }

    @Test
    void a_claim_whose_reply_was_lost_is_retried_and_gets_the_code_of_the_first_try() {
        add("t", "A", "B");
        relay.loseReplyTo("the-key");

        Claimed claimed = assertInstanceOf(
                Claimed.class, relayed.claim(request("t", "the-key")).join());

        assertEquals(1, relay.cuts());
        assertEquals("A", claimed.claim().code());
        assertFalse(claimed.replayed(), "its caller sent one claim");
        assertEquals(new PoolCounts(1, 1, 0, 0), counts("t"));
    }

    @Test
    void a_repeated_claim_whose_reply_was_lost_is_still_answered_as_repeated() {
        add("t", "A");
        claimed("t", "the-key");
        clock.forward(Duration.ofSeconds(5));
        relay.loseReplyTo("the-key");
        assertTrue(assertInstanceOf(
                        Claimed.class, relayed.claim(request("t", "the-key")).join())
                .replayed());
    }

    @Test
    void no_claim_of_a_lost_batch_is_served_twice() {
        int codes = 500;
        for (int i = 0; i < codes; i++) {
            add("t", "C" + i);
        }
        relay.loseReplyTo("key-100");
        relay.loseReplyTo("key-300");
        List<CompletableFuture<ClaimOutcome>> answers = new ArrayList<>();
        for (int i = 0; i < codes; i++) {
            answers.add(relayed.claim(request("t", "key-" + i)).exceptionally(fault -> null));
        }
        Set<String> claimed = new HashSet<>();
        for (int i = 0; i < codes; i++) {
            // A claim that was refused while the connection was down was not executed; it is retried here.
            ClaimOutcome outcome = answers.get(i).join() == null
                    ? claim(request("t", "key-" + i))
                    : answers.get(i).join();
            assertTrue(
                    claimed.add(assertInstanceOf(Claimed.class, outcome).claim().code()));
        }
        assertTrue(relay.cuts() >= 1);
        assertEquals(new PoolCounts(0, codes, 0, 0), counts("t"));
    }

    @Test
    void the_outcome_of_a_claim_is_none_while_redis_is_down_and_unknown_if_it_goes_down_midway() {
        add("t", "A", "B");
        RedisStorage hasty = relayed(Duration.ofMillis(300), 1_000);
        try {
            relay.loseReplyTo("midway");
            CompletableFuture<ClaimOutcome> midway = hasty.pool().claim(request("t", "midway"));
            while (relay.cuts() == 0) {
                Thread.onSpinWait();
            }
            relay.refuse();
            assertEquals(Outcome.UNKNOWN, failure(midway).outcome());
            assertEquals(
                    Outcome.NONE,
                    failure(hasty.pool().claim(request("t", "after"))).outcome());
        } finally {
            hasty.close();
        }
        assertEquals("A", claimed("t", "midway"));
        assertEquals(new PoolCounts(1, 1, 0, 0), counts("t"));
    }

    @Test
    void claims_that_wait_when_the_connection_breaks_are_all_answered() {
        RedisStorage many = relayed(Duration.ofSeconds(5), 20_000, 2);
        try {
            server.raw().clientPause(300);
            List<CompletableFuture<ClaimOutcome>> answers = new ArrayList<>();
            for (int i = 0; i < 20_000; i++) {
                answers.add(many.pool().claim(request("none", "k" + i)));
            }
            relay.refuse();
            for (CompletableFuture<ClaimOutcome> answer : answers) {
                answer.exceptionally(refused -> null)
                        .orTimeout(30, TimeUnit.SECONDS)
                        .join();
            }
        } finally {
            many.close();
        }
    }

    @Test
    void a_retirement_whose_reply_was_lost_has_an_unknown_outcome() {
        add("t", "retiring", "B");
        relayed.setInUse("B", true);
        relay.loseReplyTo("retiring");
        StorageException fault = assertThrows(StorageException.class, () -> relayed.setInUse("retiring", true));
        assertEquals(Outcome.UNKNOWN, fault.outcome());
        assertEquals(new PoolCounts(0, 0, 2, 0), counts("t"));
    }

    @Test
    void a_load_whose_reply_was_lost_has_an_unknown_outcome_and_can_be_sent_again() {
        relay.loseReplyTo("the-code");
        StorageException fault =
                failure(relayed.load(List.of(row("the-code").type("t").row()), PLAIN));
        assertEquals(Outcome.UNKNOWN, fault.outcome());
        assertEquals("unchanged", load(row("the-code").type("t")));
        assertEquals(new PoolCounts(1, 0, 0, 0), counts("t"));
    }

    @Test
    void claims_beyond_the_limit_of_waiting_claims_are_refused_at_once() {
        add("t", "A");
        RedisStorage narrow = relayed(Duration.ofSeconds(5), 3);
        try {
            server.raw().clientPause(300);
            List<CompletableFuture<ClaimOutcome>> answers = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                answers.add(narrow.pool().claim(request("t", "k")));
            }
            CompletionException refused = assertThrows(CompletionException.class, answers.get(3)::join);
            assertInstanceOf(OverloadedException.class, refused.getCause());
            for (int i = 0; i < 3; i++) {
                assertEquals(
                        "A",
                        assertInstanceOf(Claimed.class, answers.get(i).join())
                                .claim()
                                .code());
            }
        } finally {
            narrow.close();
        }
    }

    private static StorageException failure(CompletableFuture<?> future) {
        return assertInstanceOf(
                StorageException.class,
                assertThrows(CompletionException.class, future::join).getCause());
    }
}
