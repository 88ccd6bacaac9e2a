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
import io.promopool.process.Relay;
import io.promopool.redis.PoolTest;
import io.promopool.redis.RedisStorage;
import io.promopool.redis.StorageSettings;
import io.promopool.redis.connection.Durability;
import io.promopool.redis.connection.OnRollback;
import io.promopool.redis.connection.PoolChoice;
import io.promopool.redis.connection.PoolSettings;
import io.promopool.redis.connection.RedisListener;
import io.promopool.redis.connection.RedisSettings;
import java.time.Duration;
import java.time.ZoneOffset;
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

/** What Redis did and could not tell. */
class LostAnswersTest extends PoolTest {
    private Relay relay;
    private RedisStorage storage;
    private CodePool relayed;

    @BeforeEach
    void relay() {
        relay = new Relay(Integer.parseInt(server.url().substring(server.url().lastIndexOf(':') + 1)));
        storage = relayed(Duration.ofSeconds(10), 1_000);
        relayed = storage.pool();
        // Once each, so that no answer to an older request is under way when the relay is told to lose one.
        relayed.claim(request("none", "none")).join();
        relayed.load(List.of(), PLAIN).join();
    }

    private RedisStorage relayed(Duration claimTimeout, int maxWaiting) {
        return relayed(claimTimeout, maxWaiting, 64);
    }

    private RedisStorage relayed(Duration claimTimeout, int maxWaiting, int batchSize) {
        RedisSettings redis = new RedisSettings(Optional.empty(), "pp", Duration.ofSeconds(2), BUCKETS);
        ClaimSettings claims = new ClaimSettings(claimTimeout, maxWaiting, batchSize);
        return RedisStorage.open(
                relay.url(),
                new StorageSettings(
                        redis,
                        new PoolSettings(PoolChoice.create("a test"), OnRollback.STOP),
                        Durability.ofOneNode(),
                        claims,
                        ZoneOffset.UTC),
                clock,
                RedisListener.NONE);
    }

    @AfterEach
    void close() {
        storage.close();
        relay.close();
    }

    @Test
    void a_claim_whose_answer_was_lost_is_asked_again_and_gets_the_code_it_had_got() {
        add("t", "A", "B");
        relay.loseAnswerTo("the-key");

        Claimed claimed = assertInstanceOf(
                Claimed.class, relayed.claim(request("t", "the-key")).join());

        assertEquals(1, relay.cuts());
        assertEquals("A", claimed.claim().code());
        assertFalse(claimed.replayed(), "its caller asked once");
        assertEquals(new PoolCounts(1, 1, 0, 0), counts("t"));
    }

    @Test
    void a_repeated_claim_whose_answer_was_lost_is_still_told_as_repeated() {
        add("t", "A");
        claimed("t", "the-key");
        clock.forward(Duration.ofSeconds(5));
        relay.loseAnswerTo("the-key");
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
        relay.loseAnswerTo("key-100");
        relay.loseAnswerTo("key-300");
        List<CompletableFuture<ClaimOutcome>> answers = new ArrayList<>();
        for (int i = 0; i < codes; i++) {
            answers.add(relayed.claim(request("t", "key-" + i)).exceptionally(fault -> null));
        }
        Set<String> given = new HashSet<>();
        for (int i = 0; i < codes; i++) {
            // One that was refused while the connection was down was not executed; it is asked again here.
            ClaimOutcome outcome = answers.get(i).join() == null
                    ? claim(request("t", "key-" + i))
                    : answers.get(i).join();
            assertTrue(
                    given.add(assertInstanceOf(Claimed.class, outcome).claim().code()));
        }
        assertTrue(relay.cuts() >= 1);
        assertEquals(new PoolCounts(0, codes, 0, 0), counts("t"));
    }

    @Test
    void a_claim_is_refused_as_not_done_while_redis_is_away_and_as_unknown_when_it_went_away_midway() {
        add("t", "A", "B");
        RedisStorage hasty = relayed(Duration.ofMillis(300), 1_000);
        try {
            relay.loseAnswerTo("midway");
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
    void claims_that_wait_when_the_connection_goes_are_all_answered() {
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
    void a_withdrawal_whose_answer_was_lost_is_told_as_unknown() {
        add("t", "withdrawn", "B");
        relayed.setInUse("B", true);
        relay.loseAnswerTo("withdrawn");
        StorageException fault = assertThrows(StorageException.class, () -> relayed.setInUse("withdrawn", true));
        assertEquals(Outcome.UNKNOWN, fault.outcome());
        assertEquals(new PoolCounts(0, 0, 2, 0), counts("t"));
    }

    @Test
    void a_load_whose_answer_was_lost_is_told_as_unknown_and_can_be_sent_again() {
        relay.loseAnswerTo("the-code");
        StorageException fault =
                failure(relayed.load(List.of(row("the-code").type("t").row()), PLAIN));
        assertEquals(Outcome.UNKNOWN, fault.outcome());
        assertEquals("unchanged", load(row("the-code").type("t")));
        assertEquals(new PoolCounts(1, 0, 0, 0), counts("t"));
    }

    @Test
    void more_claims_than_may_wait_are_refused_at_once() {
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
