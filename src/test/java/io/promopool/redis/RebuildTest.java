package io.promopool.redis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.promopool.pool.ClaimOutcome;
import io.promopool.pool.CodeQuery;
import io.promopool.pool.CodeState;
import io.promopool.pool.LotCounts;
import io.promopool.pool.PoolCounts;
import io.promopool.pool.PromoCode;
import io.promopool.redis.connection.LuaScript;
import io.promopool.redis.connection.RedisConnector;
import io.promopool.redis.recount.Recount;
import io.promopool.redis.recount.RecountReport;
import io.promopool.redis.sweep.Rebuild;
import io.promopool.redis.sweep.Sweeper;
import io.promopool.redis.testing.PoolCase;
import io.promopool.redis.testing.Sweeps;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A clock ran far ahead for a while, so lots were swept whose dates lie ahead. */
class RebuildTest extends PoolCase {
    private static final Duration LIFE = Duration.ofDays(30);

    private Row valid(String code) {
        return row(code).type("t").expires(LIFE);
    }

    private List<String> stock(int codes) {
        List<String> names = IntStream.range(0, codes).mapToObj(i -> "C" + i).toList();
        assertEquals(
                Set.of("added"),
                Set.copyOf(load(PLAIN, names.stream().map(this::valid).toArray(Row[]::new))));
        return names;
    }

    /** Everything is swept by a clock that is wrong, and a person puts the latest time right again. */
    private void sweepTooEarly() {
        Sweeps.run(connector(), keys, InstantSource.fixed(clock.instant().plus(LIFE.multipliedBy(2))));
        server.raw().hset(keys.meta(), "latest", Long.toString(clock.instant().getEpochSecond()));
    }

    private List<PromoCode> found(CodeState state) {
        CodeQuery query = new CodeQuery(Optional.of("t"), Optional.of(state));
        return pool.search(query, Optional.empty(), 1_000).items();
    }

    private void assertAllAgree(PoolCounts expected) {
        assertEquals(expected, counts("t"));
        List<LotCounts> lots = pool.lots("t", Optional.empty(), 100).items();
        assertEquals(
                expected.available(),
                lots.stream().mapToLong(lot -> lot.counts().available()).sum());
        assertEquals(
                expected.expired(),
                lots.stream().mapToLong(lot -> lot.counts().expired()).sum());
        assertEquals(expected.available(), found(CodeState.AVAILABLE).size());
        assertEquals(expected.expired(), found(CodeState.EXPIRED).size());
        assertEquals(
                expected.available(), pool.count(request("t", "k").filter()).orElseThrow());
        found(CodeState.EXPIRED).forEach(code -> assertEquals(CodeState.EXPIRED, state(code.code())));
    }

    private Set<String> claimAll(String type) {
        Set<String> codes = new TreeSet<>();
        for (int i = 0; claim(request(type, type + i)) instanceof ClaimOutcome.Claimed claimed; i++) {
            assertTrue(codes.add(claimed.claim().code()), "claimed twice");
        }
        return codes;
    }

    @Test
    void until_they_are_rebuilt_their_codes_are_expired_in_every_answer_and_afterwards_all_are_claimed() {
        List<String> codes = stock(200);
        pool.setInUse("C7", true);
        String first = claimed("t", "first");
        sweepTooEarly();

        assertAllAgree(new PoolCounts(0, 1, 1, 198));
        assertInstanceOf(ClaimOutcome.Exhausted.class, claim(request("t", "k")));
        assertEquals(first, claimed("t", "first"), "a known key gets its code");

        Sweeps.run(connector(), keys, clock);
        assertAllAgree(new PoolCounts(198, 1, 1, 0));
        assertEquals(Set.of(), Set.copyOf(server.raw().smembers(keys.expired("1"))));
        Set<String> rest = new TreeSet<>(codes);
        rest.removeAll(Set.of("C7", first));
        assertEquals(rest, claimAll("t"));
    }

    @Test
    void a_lot_that_has_really_expired_stays_swept() {
        stock(10);
        load(row("OLD").type("t").expires(Duration.ofHours(1)));
        clock.forward(Duration.ofDays(3));
        Sweeps.run(connector(), keys, clock);
        assertAllAgree(new PoolCounts(10, 0, 0, 1));
        assertEquals(0, new Rebuild(connector(), keys, clock).run());
    }

    /** Sends a step of the walk, for one bucket. */
    private String step(RedisConnector redis, String cursor) {
        List<String> args = List.of(now(), cursor, "" + keys.bucketDigits(), "1", "100");
        return (String) redis.write(LuaScript.REBUILD, keys.meta(), args).get(0);
    }

    private String begin(RedisConnector redis, String... members) {
        List<String> args = Stream.concat(Stream.of(now(), "begin", "0", "0", "0"), Stream.of(members))
                .toList();
        return (String) redis.write(LuaScript.REBUILD, keys.meta(), args).get(0);
    }

    private String now() {
        return Long.toString(clock.instant().getEpochSecond());
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void codes_that_are_changed_while_the_walk_is_under_way_are_reached_too(long seed) {
        Random random = new Random(seed);
        List<String> codes = stock(150);
        load(row("other").type("t").discount(9).expires(LIFE));
        for (int i = 100; i < 150; i++) {
            pool.setInUse("C" + i, true);
        }
        sweepTooEarly();
        RedisConnector redis = connector();
        begin(redis, "0000000001");
        Set<String> retired = new HashSet<>(codes.subList(100, 150));
        Set<String> moved = new HashSet<>();
        String cursor = "0";
        while (!cursor.isEmpty()) {
            cursor = step(redis, cursor);
            String code = codes.get(random.nextInt(codes.size()));
            if (moved.contains(code)) {
                continue;
            }
            switch (random.nextInt(3)) {
                case 0 -> {
                    boolean retire = retired.add(code) || !retired.remove(code);
                    pool.setInUse(code, retire);
                }
                case 1 -> {
                    if (!retired.contains(code) && moved.add(code)) {
                        load(row(code).type("t").expires(LIFE.plusDays(1)));
                    }
                }
                default -> load(valid("N" + random.nextInt(1_000)));
            }
        }
        assertEquals(0, found(CodeState.EXPIRED).size() - 1, "only the code of the other lot");
        Set<String> available =
                found(CodeState.AVAILABLE).stream().map(PromoCode::code).collect(Collectors.toSet());
        raw.check();
        assertEquals(available, claimAll("t"));
    }

    @Test
    void two_services_that_walk_at_once_and_one_that_is_late_do_the_work_once() {
        stock(100);
        sweepTooEarly();
        RedisConnector first = connector();
        RedisConnector second = connector();
        assertEquals("0", begin(first, "0000000001"));
        assertEquals("0", begin(second, "0000000001"), "the walk is under way already");
        assertEquals("1", step(first, "0"));
        assertEquals("1", step(second, "0"), "a late step does nothing");
        assertEquals("2", step(second, "1"));
        assertEquals("2", begin(second, "0000000001"));
        new Sweeper(second, keys, clock).sweep();
        assertEquals("", step(first, "2"));
        assertAllAgree(new PoolCounts(100, 0, 0, 0));
        assertEquals(100, raw.list("1").size());
    }

    @Test
    void a_lot_that_comes_to_wait_during_a_walk_waits_for_the_next() {
        stock(50);
        load(row("X").type("t").discount(9).expires(LIFE));
        sweepTooEarly();
        RedisConnector redis = connector();
        begin(redis, "0000000001");
        step(redis, "0");
        new Rebuild(redis, keys, clock).run();
        assertAllAgree(new PoolCounts(51, 0, 0, 0));
    }

    @Test
    void a_recount_rebuilds_them_first() {
        stock(50);
        sweepTooEarly();
        RecountReport report = Recount.run(server.url(), settings(Duration.ofSeconds(10)), clock);
        assertEquals(1, report.differences().size(), report.differences().toString());
        assertTrue(
                report.differences().get(0).contains("1 lot had been swept"),
                report.differences().toString());
        assertAllAgree(new PoolCounts(50, 0, 0, 0));
    }

    @Test
    void more_lots_than_one_call_puts_back_come_back() {
        for (int discount = 0; discount < 100; discount++) {
            load(row("A" + discount).type("t").discount(discount).expires(LIFE));
            load(row("B" + discount).type("t").discount(discount).expires(LIFE.plusDays(1)));
        }
        sweepTooEarly();
        assertEquals(200, new Rebuild(connector(), keys, clock).run());
        assertEquals(200, claimAll("t").size());
    }

    @Test
    void a_code_of_a_swept_lot_that_is_made_available_again_is_expired_until_the_lot_is_rebuilt() {
        stock(3);
        pool.setInUse("C1", true);
        sweepTooEarly();
        pool.setInUse("C1", false);
        assertAllAgree(new PoolCounts(0, 0, 0, 3));
        Sweeps.run(connector(), keys, clock);
        assertAllAgree(new PoolCounts(3, 0, 0, 0));
    }
}
