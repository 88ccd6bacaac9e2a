package io.promopool.alerts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.promopool.alerts.testing.WebhookReceiver;
import io.promopool.pool.Alert;
import io.promopool.pool.AlertLevels;
import io.promopool.pool.ClaimRequest;
import io.promopool.pool.CodeFilter;
import io.promopool.pool.LoadMode;
import io.promopool.pool.UploadRow;
import io.promopool.redis.testing.StorageFixture;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class WebhooksTest {
    /** The example in the specification of Standard Webhooks. */
    private static final String SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

    private StorageFixture fixture;
    private WebhookReceiver receiver;
    private final List<String> heard = new CopyOnWriteArrayList<>();
    private final DeliveryListener listener = new DeliveryListener() {
        @Override
        public void delivered() {
            heard.add("delivered");
        }

        @Override
        public void missed() {
            heard.add("missed");
        }

        @Override
        public void givenUp() {
            heard.add("given up");
        }
    };

    @BeforeEach
    void open() throws Exception {
        fixture = new StorageFixture();
        receiver = new WebhookReceiver();
        fixture.storage.alertLevels().setServiceLevels(new AlertLevels(5, 2));
    }

    @AfterEach
    void close() {
        receiver.close();
        fixture.close();
    }

    private Webhooks webhooks(String... urls) {
        WebhookSettings to = new WebhookSettings(Optional.of(String.join(",", urls)), Optional.of(SECRET));
        AlertSettings settings = new AlertSettings(
                5, 2, new AlertSettings.Expiring(100, 7), Duration.ofHours(24), Optional.of(to), Optional.of("Shop"));
        return new Webhooks(fixture.storage.alertOutbox(), settings, fixture.clock, listener);
    }

    private void runDownTo(int left) {
        for (int i = 0; i < 7; i++) {
            UploadRow row = new UploadRow(
                    1, "C" + i, Optional.of("Свято"), OptionalInt.empty(), Optional.empty(), Optional.empty());
            fixture.storage
                    .pool()
                    .load(List.of(row), new LoadMode(false, false))
                    .join();
        }
        for (int i = 0; i < 7 - left; i++) {
            fixture.storage
                    .pool()
                    .claim(new ClaimRequest(new CodeFilter("Свято", OptionalInt.empty(), 0), "k" + i))
                    .join();
        }
    }

    @Test
    void an_alert_of_a_level_has_the_names_that_the_platform_uses_and_is_signed() throws Exception {
        runDownTo(5);
        webhooks(receiver.url("/a")).deliver();

        WebhookReceiver.Message message = receiver.messages().get(0);
        JsonNode body = new ObjectMapper().readTree(message.body());
        assertEquals("alertSettingsWarningTriggerEvent", body.get("event").asText());
        assertEquals("WARNING", body.get("alertLevel").asText());
        assertEquals(5, body.get("threshold").asInt());
        assertEquals("PROMOCODE", body.get("alertTrackingSourceType").asText());
        assertEquals("Свято", body.get("alertTrackingSourceName").asText());
        assertEquals(5, body.get("actualCount").asInt());
        assertEquals("Shop", body.get("organisationName").asText());
        assertEquals("alert-1", message.header("webhook-id"));
        String timestamp = message.header("webhook-timestamp");
        assertEquals(Long.toString(fixture.clock.instant().getEpochSecond()), timestamp);
        assertEquals(
                WebhookSignature.of(SECRET).sign("alert-1", fixture.clock.instant(), message.body()),
                message.header("webhook-signature"));
    }

    @Test
    void the_signature_is_that_of_the_specifications_example() {
        assertEquals(
                "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
                WebhookSignature.of(SECRET)
                        .sign(
                                "msg_p5jXN8AQM9LWM0D4loKWxJek",
                                Instant.ofEpochSecond(1_614_265_330),
                                "{\"test\": 2432232314}".getBytes(java.nio.charset.StandardCharsets.UTF_8)));
    }

    @Test
    void other_alerts_have_their_own_events_and_no_level() {
        runDownTo(0);
        webhooks(receiver.url("/a")).deliver();
        List<String> bodies =
                receiver.messages().stream().map(WebhookReceiver.Message::text).toList();
        assertTrue(bodies.stream().anyMatch(body -> body.contains("\"alertSettingsAlarmTriggerEvent\"")));
        String exhausted = bodies.stream()
                .filter(body -> body.contains("\"promopool.exhausted\""))
                .findFirst()
                .orElseThrow();
        assertFalse(exhausted.contains("alertLevel"));
    }

    @Test
    void a_receiver_that_fails_gets_a_retry_within_ten_seconds_and_the_others_do_not() {
        runDownTo(5);
        receiver.answer("/bad", 500);
        Webhooks webhooks = webhooks(receiver.url("/bad"), receiver.url("/good"));
        webhooks.deliver();
        webhooks.deliver();
        assertEquals(2, receiver.messages().size());

        receiver.answer("/bad", 204);
        fixture.clock.forward(Duration.ofSeconds(9));
        webhooks.deliver();
        assertEquals(
                List.of("/bad", "/bad", "/good"),
                receiver.messages().stream()
                        .map(WebhookReceiver.Message::path)
                        .sorted()
                        .toList());
        assertEquals(
                Set.of("alert-1"),
                Set.copyOf(receiver.messages().stream()
                        .map(m -> m.header("webhook-id"))
                        .toList()));

        fixture.clock.forward(Duration.ofDays(1));
        webhooks.deliver();
        assertEquals(3, receiver.messages().size());
        assertEquals(
                List.of("delivered", "delivered", "missed"),
                heard.stream().sorted().toList());
    }

    @Test
    void one_of_two_services_delivers_an_alert() {
        runDownTo(2);
        webhooks(receiver.url("/a")).deliver();
        webhooks(receiver.url("/a")).deliver();
        assertEquals(2, receiver.messages().size(), "a warning and an alarm");
    }

    @Test
    void the_pauses_grow_to_an_hour_and_after_a_day_the_delivery_is_given_up() {
        assertEquals(Duration.ofSeconds(5), Webhooks.waitAfter(1));
        assertEquals(Duration.ofSeconds(10), Webhooks.waitAfter(2));
        assertEquals(Duration.ofHours(1), Webhooks.waitAfter(40));

        runDownTo(5);
        receiver.answer("/a", 500);
        Webhooks webhooks = webhooks(receiver.url("/a"));
        webhooks.deliver();
        fixture.clock.forward(Duration.ofHours(25));
        webhooks.deliver();
        fixture.clock.forward(Duration.ofHours(25));
        webhooks.deliver();
        assertEquals(1, receiver.messages().size());
        assertEquals(List.of("missed", "given up"), heard);
        assertEquals(
                Alert.Kind.WARNING, fixture.storage.alertLog().last(1).get(0).kind());
    }

    @Test
    void a_redirect_is_not_followed() {
        runDownTo(5);
        receiver.answer("/a", 307);
        webhooks(receiver.url("/a")).deliver();
        assertEquals(1, receiver.messages().size());
    }

    @Test
    void an_invalid_secret_or_url_is_refused_and_not_printed() {
        for (String secret : List.of("abc", "whsec_", "whsec_c2hvcnQ=", "whsec_!!!!")) {
            String message = assertThrows(IllegalArgumentException.class, () -> WebhookSignature.of(secret))
                    .getMessage();
            assertFalse(message.contains("abc") || message.contains("c2hvcnQ"), message);
        }
        for (String url : List.of("ftp://host/x", "host/secret", "http:///x", "https://a b")) {
            String message = assertThrows(
                            IllegalArgumentException.class,
                            () -> new WebhookSettings(Optional.of(url), Optional.empty()))
                    .getMessage();
            assertFalse(message.contains(url), message);
        }
    }
}
