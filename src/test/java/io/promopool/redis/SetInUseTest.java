package io.promopool.redis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import io.promopool.pool.CodeState;
import io.promopool.pool.PoolCounts;
import io.promopool.pool.SetInUseOutcome;
import io.promopool.pool.SetInUseOutcome.AlreadyClaimed;
import io.promopool.pool.SetInUseOutcome.Done;
import io.promopool.redis.testing.PoolCase;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class SetInUseTest extends PoolCase {
    @Test
    void a_code_is_retired_and_made_available_again() {
        add("t", "A");
        assertEquals(CodeState.RETIRED, done(pool.setInUse("A", true)));
        assertEquals(CodeState.RETIRED, done(pool.setInUse("A", true)));
        assertEquals(new PoolCounts(0, 0, 1, 0), counts("t"));

        assertEquals(CodeState.AVAILABLE, done(pool.setInUse("A", false)));
        assertEquals(CodeState.AVAILABLE, done(pool.setInUse("A", false)));
        assertEquals("A", claimed("t", "k"));
    }

    @Test
    void a_code_made_available_again_after_its_date_is_expired() {
        load(row("A").type("t").expires(Duration.ofDays(1)));
        pool.setInUse("A", true);
        clock.forward(Duration.ofDays(1));
        assertEquals(CodeState.EXPIRED, done(pool.setInUse("A", false)));
        assertEquals(new PoolCounts(0, 0, 0, 1), counts("t"));
    }

    @Test
    void a_code_made_available_again_in_a_swept_lot_is_expired_too() {
        load(
                PLAIN,
                row("A").type("t").expires(Duration.ofDays(1)),
                row("B").type("t").expires(Duration.ofDays(1)));
        pool.setInUse("A", true);
        clock.forward(Duration.ofDays(3));
        sweep();
        assertEquals(CodeState.EXPIRED, done(pool.setInUse("A", false)));
        assertEquals(CodeState.RETIRED, done(pool.setInUse("B", true)));
        assertEquals(new PoolCounts(0, 0, 1, 1), counts("t"));
    }

    @Test
    void a_claimed_code_stays_claimed() {
        add("t", "A");
        claimed("t", "k");
        assertEquals(CodeState.CLAIMED, done(pool.setInUse("A", true)));
        assertEquals(
                "k",
                assertInstanceOf(AlreadyClaimed.class, pool.setInUse("A", false))
                        .claim()
                        .key());
        assertEquals(CodeState.CLAIMED, state("A"));
    }

    @Test
    void an_unknown_code_stays_unknown() {
        assertEquals(new SetInUseOutcome.UnknownCode("A"), pool.setInUse("A", true));
        assertEquals(new SetInUseOutcome.UnknownCode("A"), pool.setInUse("A", false));
    }

    private static CodeState done(SetInUseOutcome outcome) {
        return assertInstanceOf(Done.class, outcome).code().state();
    }
}
