package io.promopool.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.promopool.alerts.StockForecast;
import io.promopool.http.testing.TestApi;
import io.promopool.pool.Alert;
import io.promopool.pool.AlertLevels;
import io.promopool.pool.Expiration;
import io.promopool.pool.PoolCounts;
import io.promopool.pool.Stock;
import io.promopool.pool.StockHistory.Sample;
import java.io.BufferedReader;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class AlertTest {
    private static final long MINUTE = TestApi.NOW.getEpochSecond() / 60;

    private TestApi api;

    @BeforeEach
    void open() throws Exception {
        api = new TestApi();
    }

    @AfterEach
    void close() {
        api.close();
    }

    private void add(String type, int count) {
        for (int i = 0; i < count; i++) {
            api.pool.add(type + "-" + i, type, 10, Expiration.NEVER);
        }
    }

    private TestApi.Reply put(String path, String json) throws Exception {
        return api.send(api.to(path).header("Content-Type", "application/json").PUT(BodyPublishers.ofString(json)));
    }

    @Test
    void an_overview_has_the_state_of_each_type_and_when_it_runs_out() throws Exception {
        api.pool.add("A", "a", 10, new Expiration(TestApi.NOW.getEpochSecond() + 86_400));
        add("b", 6);
        api.post("/v1/claims", "{\"type\": \"b\"}");
        api.stocks.samples.put("b", List.of(new Sample(MINUTE - 60, 0)));

        JsonNode types = api.get("/v1/overview").json().get("types");
        JsonNode a = types.get(0);
        assertEquals("alarm", a.get("state").asText());
        assertEquals(1, a.at("/nextExpiration/codes").asInt());
        assertEquals("2024-06-02T15:00", a.at("/nextExpiration/expirationDate").asText(), "in Kyiv");
        assertTrue(a.get("runsOutAt").isNull());
        JsonNode b = types.get(1);
        assertEquals("warning", b.get("state").asText());
        assertEquals(5, b.get("available").asInt());
        assertEquals(
                List.of(5, 2), List.of(b.get("warning").asInt(), b.get("alarm").asInt()));
        assertEquals(1, b.get("claimedLastHour").asInt());
        assertEquals("2024-06-01T17:00:00Z", b.get("runsOutAt").asText(), "five hours for five codes");
        assertTrue(b.get("nextExpiration").isNull());
    }

    @Test
    void the_history_of_a_type_has_its_last_sixty_minutes() throws Exception {
        add("b", 6);
        api.post("/v1/claims", "{\"type\": \"b\"}");
        JsonNode minutes = api.get("/v1/types/b/history").json().get("claimedByMinute");
        assertEquals(60, minutes.size());
        assertEquals("unknown-type", api.get("/v1/types/none/history").problem());
    }

    @Test
    void the_history_of_all_types_has_those_with_claims() throws Exception {
        add("a", 6);
        add("b", 6);
        api.post("/v1/claims", "{\"type\": \"b\"}");
        api.stocks.samples.put("b", List.of(new Sample(MINUTE - 10, 0)));
        JsonNode types = api.get("/v1/history").json().get("types");
        assertEquals(1, types.size(), types.toString());
        assertEquals("b", types.at("/0/type").asText());
        assertEquals(1, types.at("/0/claimed").asInt());
        assertEquals(60, types.at("/0/claimedByMinute").size());
        assertEquals(1, types.at("/0/claimedByMinute/59").asInt());
        assertEquals("type", api.get("/v1/history?type=b").field());
    }

    @Test
    void an_overview_names_the_zone_of_dates() throws Exception {
        assertEquals("Europe/Kyiv", api.get("/v1/overview").json().get("zone").asText());
    }

    @Test
    void alerts_are_the_types_at_a_level_and_the_latest_alerts() throws Exception {
        add("many", 6);
        add("few", 2);
        api.stocks.alerts.add(new Alert(
                "7",
                Alert.Kind.ALARM,
                "few",
                OptionalInt.of(10),
                2,
                2,
                Instant.parse("2024-06-01T11:00:00Z"),
                Optional.empty()));
        JsonNode alerts = api.get("/v1/alerts").json();
        assertEquals(1, alerts.get("current").size());
        assertEquals("few", alerts.at("/current/0/type").asText());
        assertEquals("alarm", alerts.at("/current/0/state").asText());
        assertEquals(
                "{\"id\":\"7\",\"alert\":\"alarm\",\"type\":\"few\",\"threshold\":2,\"available\":2,"
                        + "\"at\":\"2024-06-01T11:00:00Z\",\"discount\":10}",
                alerts.at("/last/0").toString());
    }

    @Test
    void levels_of_a_type_and_of_a_discount_are_set_and_read() throws Exception {
        add("t", 1);
        JsonNode before = api.get("/v1/types/t/alerts").json();
        assertEquals("{\"type\":\"t\",\"warning\":5,\"alarm\":2,\"own\":false,\"discounts\":[]}", before.toString());

        JsonNode after =
                put("/v1/types/t/alerts", "{\"warning\": 500, \"alarm\": 50}").json();
        assertEquals(
                List.of(500, 50),
                List.of(after.get("warning").asInt(), after.get("alarm").asInt()));
        assertTrue(after.get("own").asBoolean());
        JsonNode ofDiscount = put("/v1/types/t/alerts?discount=10", "{\"warning\": 9, \"alarm\": 0}")
                .json();
        assertEquals(
                "[{\"discount\":10,\"warning\":9,\"alarm\":0}]",
                ofDiscount.get("discounts").toString());
    }

    @Test
    void bad_levels_are_refused_by_name() throws Exception {
        add("t", 1);
        assertEquals("alarm", put("/v1/types/t/alerts", "{\"warning\": 5}").field());
        assertEquals(
                "warning",
                put("/v1/types/t/alerts", "{\"warning\": 5, \"alarm\": 6}").field());
        assertEquals(
                "warning",
                put("/v1/types/t/alerts", "{\"warning\": -1, \"alarm\": 0}").field());
        assertEquals(
                "alarms",
                put("/v1/types/t/alerts", "{\"warning\": 5, \"alarms\": 0}").field());
        assertEquals(
                "discount",
                put("/v1/types/t/alerts?discount=x", "{\"warning\": 5, \"alarm\": 0}")
                        .field());
        assertEquals(
                "unknown-type",
                put("/v1/types/none/alerts", "{\"warning\": 5, \"alarm\": 0}").problem());
    }

    @Test
    void listeners_get_all_types_at_first_and_then_those_that_change() throws Exception {
        add("a", 1);
        add("b", 1);
        InputStream stream = api.stream(api.to("/v1/events").header("Accept", "text/event-stream"));
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
            assertEquals(List.of("a", "b"), types(lines));
        }
    }

    /** The data of the next event. */
    private static List<String> types(BufferedReader lines) throws Exception {
        String line = lines.readLine();
        while (!line.startsWith("data:")) {
            line = lines.readLine();
        }
        List<String> types = new ArrayList<>();
        TestApi.json(line.substring(5))
                .get("types")
                .forEach(type -> types.add(type.get("type").asText()));
        return types;
    }

    @Test
    void a_forecast_that_moves_on_with_the_clock_is_sent_by_the_minute() {
        Stock stock = new Stock("t", new PoolCounts(5, 1, 0, 0), Optional.empty(), Optional.empty());
        Instant at = Instant.parse("2024-06-01T17:00:00Z");
        assertEquals(forecast(stock, at), forecast(stock, at.plusSeconds(59)));
        assertNotEquals(forecast(stock, at), forecast(stock, at.plusSeconds(60)));
    }

    private static StockForecast forecast(Stock stock, Instant at) {
        return EventsHandler.byTheMinute(
                new StockForecast(stock, new AlertLevels(5, 2), 1, 1, Optional.of(at), Optional.of(at)));
    }

    @Test
    void a_stream_needs_its_media_type_in_the_request() throws Exception {
        TestApi.Reply reply = api.get("/v1/events");
        assertEquals(400, reply.status());
        assertTrue(reply.detail().contains("text/event-stream"));
    }

    @Test
    void a_stop_ends_the_streams() throws Exception {
        InputStream stream = api.stream(api.to("/v1/events").header("Accept", "text/event-stream"));
        api.close();
        String rest = new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        assertFalse(rest.contains("unavailable"));
    }
}
