package io.promopool.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.promopool.model.ModelPool.Expected;
import io.promopool.pool.ClaimOutcome;
import io.promopool.pool.CodeQuery;
import io.promopool.pool.PromoCode;
import io.promopool.pool.RowOutcome;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class RandomOperationsTest {
    private static final Instant START = Instant.parse("2030-01-01T10:00:00Z");

    private Instant now = START;

    @Test
    void the_same_seed_produces_the_same_operations() {
        assertEquals(sequence(7), sequence(7));
        assertFalse(sequence(7).equals(sequence(8)));
    }

    @Test
    void a_sequence_can_be_read() {
        String text =
                String.join("\n", sequence(1).stream().map(Operation::toString).toList());
        assertFalse(text.contains("Optional"), text);
        assertFalse(text.contains("["), text);
    }

    @Test
    void together_they_reach_every_outcome() {
        Set<String> seen = new TreeSet<>();
        for (long seed = 0; seed < 50; seed++) {
            run(seed, seen);
        }
        Set<String> all = Set.of(
                "ADDED",
                "UPDATED",
                "RETIRED",
                "REACTIVATED",
                "UNCHANGED",
                "rejected type",
                "rejected expirationDate",
                "rejected inUse",
                "CLAIMED",
                "replayed",
                "KeyReused",
                "Exhausted",
                "UnknownType",
                "one of several",
                "Done",
                "UnknownCode",
                "AlreadyClaimed",
                "Served",
                "NotServed");
        assertEquals(new TreeSet<>(all), seen);
    }

    /** What must hold in the model after each step, whatever the steps are. */
    @Test
    void each_code_is_counted_once_and_claimed_once() {
        for (long seed = 0; seed < 50; seed++) {
            ModelPool pool = run(seed, new HashSet<>());
            List<PromoCode> codes = pool.search(new CodeQuery(Optional.empty(), Optional.empty()));
            long counted = pool.types().stream()
                    .mapToLong(type -> type.counts().total())
                    .sum();
            assertEquals(codes.size(), counted, "seed " + seed);
            long inLots = RandomOperations.TYPES.stream()
                    .flatMap(type -> pool.lots(type).stream())
                    .mapToLong(lot -> lot.counts().total())
                    .sum();
            assertEquals(codes.size(), inLots, "seed " + seed);
            for (PromoCode code : codes) {
                code.claim().ifPresent(claim -> assertEquals(Optional.of(claim), pool.findClaim(claim.key())));
            }
        }
    }

    private static List<Operation> sequence(long seed) {
        return Stream.generate(new RandomOperations(seed, START))
                .limit(RandomOperations.USEFUL_LENGTH)
                .toList();
    }

    private ModelPool run(long seed, Set<String> seen) {
        now = START;
        ModelPool pool = new ModelPool(() -> now);
        sequence(seed).forEach(operation -> apply(operation, pool, seen));
        return pool;
    }

    private void apply(Operation operation, ModelPool pool, Set<String> seen) {
        if (operation instanceof Operation.Load load) {
            pool.load(load.rows(), load.mode()).forEach(outcome -> seen.add(name(outcome)));
        } else if (operation instanceof Operation.AskForCode ask) {
            seen.add(claim(ask, pool));
        } else if (operation instanceof Operation.SetInUse set) {
            seen.add(pool.setInUse(set.code(), set.inUse()).getClass().getSimpleName());
        } else if (operation instanceof Operation.LookAhead look) {
            seen.add(pool.preview(look.filter()).getClass().getSimpleName());
        } else if (operation instanceof Operation.Advance advance) {
            now = now.plus(advance.by());
        }
    }

    private static String claim(Operation.AskForCode ask, ModelPool pool) {
        Expected expected = pool.expectClaim(ask.request());
        if (expected instanceof Expected.OneOf codes) {
            pool.forceClaim(ask.request(), codes.codes().iterator().next());
            return codes.codes().size() > 1 ? "one of several" : "CLAIMED";
        }
        ClaimOutcome outcome = ((Expected.Exactly) expected).outcome();
        return outcome instanceof ClaimOutcome.Claimed
                ? "replayed"
                : outcome.getClass().getSimpleName();
    }

    private static String name(RowOutcome outcome) {
        return outcome instanceof RowOutcome.Rejected rejected ? "rejected " + rejected.field() : outcome.toString();
    }
}
