package io.promopool.redis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.promopool.model.ModelPool;
import io.promopool.model.ModelPool.Expected;
import io.promopool.model.Operation;
import io.promopool.model.RandomOperations;
import io.promopool.pool.ClaimOutcome.Claimed;
import io.promopool.pool.CodePool;
import io.promopool.pool.CodeQuery;
import io.promopool.pool.RowOutcome;
import io.promopool.redis.connection.RedisConnector;
import io.promopool.redis.testing.PoolCase;
import io.promopool.redis.testing.Sweeps;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Random sequences of every verb, over two services on one Redis, each step compared with a plain model in memory. */
class ModelTest extends PoolCase {
    private static final CodeQuery ALL = new CodeQuery(Optional.empty(), Optional.empty());
    private static final int SEQUENCES = Integer.getInteger("model.sequences", 6);

    static LongStream seeds() {
        return LongStream.range(1, SEQUENCES);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void the_pool_does_what_the_model_does(long seed) {
        compare(seed);
    }

    @Test
    void the_pool_does_what_the_model_does_with_a_new_seed_each_time() {
        compare(new Random().nextLong());
    }

    private void compare(long seed) {
        ModelPool model = new ModelPool(clock);
        RandomOperations operations = new RandomOperations(seed, START);
        Random random = new Random(seed);
        List<CodePool> services = List.of(pool, open(clock));
        RedisConnector ofSweeps = connector();
        List<Operation> done = new ArrayList<>();
        try {
            for (int i = 0; i < RandomOperations.USEFUL_LENGTH; i++) {
                Operation next = operations.get();
                done.add(next);
                step(next, model, services.get(random.nextInt(services.size())));
                if (random.nextInt(10) == 0) {
                    Sweeps.run(ofSweeps, keys, clock);
                }
                compare(model, services.get(random.nextInt(services.size())));
            }
            assertEquals(
                    new HashSet<>(model.search(ALL)),
                    new HashSet<>(pool.search(ALL, Optional.empty(), 1_000).items()));
        } catch (AssertionError | RuntimeException e) {
            StringBuilder story = new StringBuilder("seed " + seed + ", failed after:");
            done.forEach(operation -> story.append('\n').append(operation));
            throw new AssertionError(story.toString(), e);
        }
    }

    private void step(Operation operation, ModelPool model, CodePool service) {
        if (operation instanceof Operation.Load load) {
            assertEquals(
                    model.load(load.rows(), load.mode()).stream()
                            .map(ModelTest::comparable)
                            .toList(),
                    service.load(load.rows(), load.mode()).join().stream()
                            .map(ModelTest::comparable)
                            .toList());
        } else if (operation instanceof Operation.AskForCode ask) {
            claim(ask, model, service);
        } else if (operation instanceof Operation.SetInUse set) {
            assertEquals(model.setInUse(set.code(), set.inUse()), service.setInUse(set.code(), set.inUse()));
        } else if (operation instanceof Operation.LookAhead look) {
            assertEquals(model.count(look.filter()), service.count(look.filter()));
            assertEquals(model.preview(look.filter()), service.preview(look.filter()));
        } else if (operation instanceof Operation.Advance advance) {
            clock.forward(advance.by());
        }
    }

    private void claim(Operation.AskForCode ask, ModelPool model, CodePool service) {
        Expected expected = model.expectClaim(ask.request());
        if (expected instanceof Expected.Exactly exactly) {
            assertEquals(exactly.outcome(), service.claim(ask.request()).join());
        } else {
            Claimed claimed =
                    assertInstanceOf(Claimed.class, service.claim(ask.request()).join());
            assertEquals(model.forceClaim(ask.request(), claimed.claim().code()), claimed.claim());
            assertTrue(!claimed.replayed());
        }
    }

    private void compare(ModelPool model, CodePool service) {
        assertEquals(model.types(), service.types());
        for (String type : RandomOperations.TYPES) {
            assertEquals(model.type(type), service.type(type));
            assertEquals(
                    model.lots(type),
                    service.lots(type, Optional.empty(), 1_000).items());
        }
        for (String code : RandomOperations.CODES) {
            assertEquals(model.find(code), service.find(code));
        }
        for (String key : RandomOperations.KEYS) {
            assertEquals(model.findClaim(key), service.findClaim(key));
        }
        raw.check();
    }

    /** A rejection is compared by its field; its reason is for people. */
    private static Object comparable(RowOutcome outcome) {
        return outcome instanceof RowOutcome.Rejected rejected ? "rejected: " + rejected.field() : outcome;
    }
}
