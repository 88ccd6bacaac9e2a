package io.promopool.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.promopool.faults.FaultPlan.Setup;
import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class FaultPlanTest {
    @Test
    void a_seed_makes_the_same_plan_each_time_and_another_seed_another() {
        FaultPlan plan = FaultPlan.ofSeed(Setup.ONE_REDIS, 17);
        assertEquals(plan, FaultPlan.ofSeed(Setup.ONE_REDIS, 17));
        assertNotEquals(plan.faults(), FaultPlan.ofSeed(Setup.ONE_REDIS, 18).faults());
        assertTrue(plan.toString().startsWith("ONE_REDIS with seed 17\n"), plan::toString);
    }

    @Test
    void the_setups_together_have_each_fault_once() {
        Set<FaultKind> kinds = Stream.of(Setup.values())
                .flatMap(setup -> FaultPlan.ofSeed(setup, 1).faults().stream())
                .map(Fault::kind)
                .collect(Collectors.toCollection(() -> EnumSet.noneOf(FaultKind.class)));
        assertEquals(EnumSet.allOf(FaultKind.class), kinds);
        assertEquals(
                kinds.size(),
                Stream.of(Setup.values())
                        .mapToInt(s -> FaultPlan.ofSeed(s, 1).faults().size())
                        .sum());
    }
}
