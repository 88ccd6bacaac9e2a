package io.promopool.redis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.promopool.pool.Alert;
import io.promopool.pool.AlertLevelStore;
import io.promopool.pool.AlertLevels;
import io.promopool.pool.AlertLog;
import io.promopool.pool.AlertOutbox;
import io.promopool.pool.AlertOutbox.Delivery;
import io.promopool.pool.ClaimOutcome.Claimed;
import io.promopool.pool.ClaimOutcome.Exhausted;
import io.promopool.redis.testing.PoolCase;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RedisAlertsTest extends PoolCase {
    private static final Duration LEASE = Duration.ofSeconds(30);

    private AlertLevelStore levels;
    private AlertLog alerts;
    private AlertOutbox outbox;
    private int keysUsed;

    @BeforeEach
    void openAlerts() {
        RedisStorage storage = openStorage(clock, Duration.ofSeconds(10));
        levels = storage.alertLevels();
        alerts = storage.alertLog();
        outbox = storage.alertOutbox();
        levels.setServiceLevels(new AlertLevels(5, 2));
    }

    private void addMany(String type, int count) {
        int first = keysUsed;
        for (int i = 0; i < count; i++) {
            add(type, type + "-" + (first + i));
        }
        keysUsed += count;
    }

    private void claimMany(String type, int count) {
        for (int i = 0; i < count; i++) {
            assertInstanceOf(Claimed.class, claim(request(type, "key-" + keysUsed++)));
        }
    }

    /** Kind, type, discount if there is one, available codes and level of each alert, the oldest first. */
    private List<String> fired() {
        List<String> fired = new ArrayList<>();
        for (Alert alert : alerts.last(AlertLog.MAX_ALERTS)) {
            String discount =
                    alert.discount().isPresent() ? " " + alert.discount().getAsInt() + " %" : "";
            fired.add(
                    0,
                    "%s %s%s: %d at %d"
                            .formatted(
                                    alert.kind().label(),
                                    alert.type(),
                                    discount,
                                    alert.available(),
                                    alert.threshold()));
        }
        return fired;
    }

    @Test
    void each_level_fires_once_when_a_claim_comes_down_to_it() {
        addMany("t", 7);
        claimMany("t", 1);
        assertEquals(List.of(), fired());
        claimMany("t", 1);
        assertEquals(List.of("warning t: 5 at 5"), fired());
        claimMany("t", 5);
        assertEquals(List.of("warning t: 5 at 5", "alarm t: 2 at 2", "exhausted t: 0 at 0"), fired());
        assertInstanceOf(Exhausted.class, claim(request("t", "one more")));
        assertEquals(3, fired().size());
    }

    @Test
    void a_batch_that_passes_several_levels_fires_them_all_with_the_codes_available_after_it() {
        addMany("t", 7);
        claimTogether(
                request("t", "1"),
                request("t", "2"),
                request("t", "3"),
                request("t", "4"),
                request("t", "5"),
                request("t", "6"));
        assertEquals(List.of("warning t: 1 at 5", "alarm t: 1 at 2"), fired());
    }

    @Test
    void each_level_fires_once_for_concurrent_claims() {
        addMany("t", 60);
        List<CompletableFuture<?>> claims = new ArrayList<>();
        for (int i = 0; i < 80; i++) {
            claims.add((i % 2 == 0 ? pool : open(clock)).claim(request("t", "many-" + i)));
        }
        claims.forEach(CompletableFuture::join);
        List<String> kinds = fired().stream()
                .map(alert -> alert.substring(0, alert.indexOf(' ')))
                .toList();
        assertEquals(List.of("warning", "alarm", "exhausted"), kinds);
    }

    @Test
    void an_upload_arms_the_levels_that_it_rises_above_and_fires_nothing() {
        addMany("t", 6);
        claimMany("t", 6);
        assertEquals(3, fired().size());

        addMany("t", 3);
        assertEquals(3, fired().size(), "an upload fires nothing");
        claimMany("t", 1);
        assertEquals("alarm t: 2 at 2", fired().get(3), "the warning was not armed again: 3 is not above 5");
        addMany("t", 10);
        claimMany("t", 7);
        assertEquals("warning t: 5 at 5", fired().get(4));
        assertEquals(5, fired().size());
    }

    @Test
    void a_code_that_is_made_available_again_arms_levels_too() {
        addMany("t", 3);
        pool.setInUse("t-0", true);
        claimMany("t", 2);
        assertEquals(List.of("alarm t: 1 at 2", "exhausted t: 0 at 0"), fired(), "the stock was never above five");
        pool.setInUse("t-0", false);
        claimMany("t", 1);
        assertEquals("exhausted t: 0 at 0", fired().get(2));
    }

    @Test
    void codes_that_were_retired_count_at_the_next_claim() {
        addMany("t", 9);
        for (int i = 0; i < 5; i++) {
            pool.setInUse("t-" + i, true);
        }
        assertEquals(List.of(), fired());
        claimMany("t", 1);
        assertEquals(List.of("warning t: 3 at 5"), fired());
    }

    @Test
    void codes_that_have_expired_are_not_available() {
        addMany("t", 3);
        for (int i = 0; i < 20; i++) {
            load(row("soon-" + i).type("t").expires(Duration.ofHours(1)));
        }
        claimMany("t", 1);
        assertEquals(List.of(), fired());
        clock.forward(Duration.ofHours(2));
        claimMany("t", 1);
        assertEquals(List.of("warning t: 2 at 5", "alarm t: 2 at 2"), fired());
    }

    @Test
    void a_type_whose_last_codes_have_expired_is_noticed_by_the_claim_that_gets_none() {
        load(row("A").type("t").expires(Duration.ofHours(1)));
        clock.forward(Duration.ofHours(2));
        assertInstanceOf(Exhausted.class, claim(request("t", "k")));
        assertEquals(List.of("exhausted t: 0 at 0"), fired());
    }

    @Test
    void a_type_can_have_its_own_levels_and_setting_them_fires_nothing() {
        addMany("t", 8);
        assertTrue(levels.setLevels("t", OptionalInt.empty(), new AlertLevels(7, 6)));
        assertEquals(List.of(), fired());
        claimMany("t", 1);
        assertEquals(List.of("warning t: 7 at 7"), fired());
        levels.setLevels("t", OptionalInt.empty(), new AlertLevels(100, 4));
        claimMany("t", 3);
        assertEquals(List.of("warning t: 7 at 7", "alarm t: 4 at 4"), fired(), "the new warning is far above");
        assertFalse(levels.setLevels("none", OptionalInt.empty(), new AlertLevels(7, 6)));
    }

    @Test
    void a_discount_can_have_its_own_levels() {
        for (int i = 0; i < 10; i++) {
            load(row("five-" + i).type("t").discount(5));
            load(row("ten-" + i).type("t").discount(10));
        }
        levels.setLevels("t", OptionalInt.of(10), new AlertLevels(8, 7));
        assertEquals(
                Map.of(10, new AlertLevels(8, 7)),
                levels.levelsOf("t").orElseThrow().ofDiscounts());
        for (int i = 0; i < 3; i++) {
            claimed(request("t", 5, 0, "five-" + i));
            claimed(request("t", 10, 0, "ten-" + i));
        }
        assertEquals(List.of("warning t 10 %: 8 at 8", "alarm t 10 %: 7 at 7"), fired());
    }

    @Test
    void new_levels_of_the_service_hold_for_types_without_their_own() {
        addMany("t", 8);
        addMany("u", 8);
        levels.setLevels("u", OptionalInt.empty(), new AlertLevels(1, 0));
        levels.setServiceLevels(new AlertLevels(7, 6));
        claimMany("t", 1);
        claimMany("u", 1);
        assertEquals(List.of("warning t: 7 at 7"), fired());
    }

    @Test
    void a_lot_with_many_codes_alerts_once_when_its_date_is_near() {
        for (int i = 0; i < 4; i++) {
            load(row("near-" + i).type("t").discount(3).expires(Duration.ofDays(2)));
            load(row("far-" + i).type("t").expires(Duration.ofDays(20)));
        }
        load(row("few").type("t").expires(Duration.ofDays(1)));
        alerts.fireExpiring("t", 4, START.plus(Duration.ofDays(7)));
        alerts.fireExpiring("t", 4, START.plus(Duration.ofDays(7)));
        assertEquals(List.of("expiring t 3 %: 4 at 4"), fired());
        assertEquals(START.plus(Duration.ofDays(2)), alerts.last(1).get(0).by().orElseThrow());
    }

    @Test
    void a_type_that_runs_out_soon_alerts_once_until_it_no_longer_does() {
        addMany("t", 20);
        alerts.fireRunningOut("t", 20, START.plusSeconds(3600), Duration.ofHours(24));
        alerts.fireRunningOut("t", 19, START.plusSeconds(3000), Duration.ofHours(24));
        assertEquals(List.of("running-out t: 20 at 24"), fired());
        alerts.clearRunningOut("t");
        alerts.fireRunningOut("t", 5, START.plusSeconds(3000), Duration.ofHours(24));
        assertEquals("running-out t: 5 at 24", fired().get(1));
    }

    @Test
    void an_alert_is_taken_by_one_service_and_is_due_again_if_that_service_does_not_report() {
        addMany("t", 1);
        claimMany("t", 1);
        Delivery taken = outbox.take(10, LEASE).get(0);
        assertEquals(Alert.Kind.EXHAUSTED, taken.alert().kind());
        assertEquals(1, taken.attempts());
        assertEquals(List.of(), outbox.take(10, LEASE));

        clock.forward(LEASE.plusSeconds(1));
        Delivery again = outbox.take(10, LEASE).get(0);
        assertEquals(2, again.attempts());
        outbox.postpone(new Delivery(again.alert(), 2, Set.of("one")), Duration.ofSeconds(60));
        clock.forward(Duration.ofSeconds(59));
        assertEquals(List.of(), outbox.take(10, LEASE));
        clock.forward(Duration.ofSeconds(2));
        Delivery third = outbox.take(10, LEASE).get(0);
        assertEquals(Set.of("one"), third.delivered());
        outbox.settle(third);
        clock.forward(Duration.ofDays(1));
        assertEquals(List.of(), outbox.take(10, LEASE));
        assertEquals(1, alerts.last(10).size(), "it is still in the list");
    }

    @Test
    void the_latest_thousand_alerts_are_kept() {
        addMany("t", 20);
        for (int i = 0; i < AlertLog.MAX_ALERTS + 3; i++) {
            alerts.fireRunningOut("t", i, START, Duration.ofHours(1));
            alerts.clearRunningOut("t");
        }
        assertEquals(AlertLog.MAX_ALERTS, alerts.last(2_000).size());
        assertEquals(1_002, alerts.last(1).get(0).available());
        assertEquals(1_000L, server.raw().zcard("pp:{0}:alerts-due"));
        assertEquals(1_000, server.raw().keys("pp:{0}:alert:*").size());
    }

    @Test
    void a_broken_list_of_alerts_does_not_fail_a_claim() {
        addMany("t", 1);
        server.raw().rpush("pp:{0}:alerts", "broken");
        claimMany("t", 1);
        assertInstanceOf(Exhausted.class, claim(request("t", "k")));
    }
}
