package io.promopool.metrics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.promopool.metrics.testing.MeteredService;
import io.promopool.metrics.testing.Scrape;
import io.promopool.redis.RedisStorage;
import io.promopool.redis.connection.RedisListener;
import io.promopool.testing.TestRedis;
import io.promopool.testing.Urls;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What Prometheus gets from the whole service after known calls. */
class MetricsTest {
    private static final String OTHERS = "(others)";

    private static MeteredService service() throws Exception {
        return new MeteredService(TestRedis.emptied().url());
    }

    @Test
    void claims_are_counted_once_by_type_and_outcome_in_either_lane() throws Exception {
        try (MeteredService service = service()) {
            assertEquals(200, service.upload("/v1/codes?type=t", "code,discount\nA,1\nB,1\nC,1\nD,1\nE,2\n"));
            assertEquals(201, service.claim("t", "1"));
            assertEquals(200, service.claim("t", "1"));
            assertEquals(201, service.claimByRoute("t", "2"));
            assertEquals(200, service.claimByRoute("t", "2"));
            assertEquals(404, service.claim("never uploaded", "3"));
            assertEquals(422, service.post("/v1/claims", Map.of("type", "t", "key", "1", "discount", 2)));
            assertEquals(400, service.post("/v1/claims", Map.of("type", "t", "days", -1)));
            assertEquals(201, service.post("/v1/claims", Map.of("type", "t", "test", true)));
            assertEquals(
                    200,
                    service.post(
                            "/v1/claims/batch",
                            IntStream.range(0, 4)
                                    .mapToObj(i -> Map.of("type", "t", "key", "b" + i))
                                    .toList()));

            Scrape scrape = service.scrapeUntil(now -> now.sum("promopool_claims_total") == 10);
            assertEquals(5, scrape.value("promopool_claims_total", "type", "t", "outcome", "claimed"));
            assertEquals(2, scrape.value("promopool_claims_total", "type", "t", "outcome", "replayed"));
            assertEquals(1, scrape.value("promopool_claims_total", "type", "t", "outcome", "exhausted"));
            assertEquals(1, scrape.value("promopool_claims_total", "type", "t", "outcome", "key-reused"));
            assertEquals(1, scrape.value("promopool_claims_total", "type", OTHERS, "outcome", "unknown-type"));
            assertEquals(10, scrape.value("promopool_claim_latency_seconds_count"));
            assertEquals(10, scrape.value("promopool_claim_latency_seconds_bucket", "le", "+Inf"));
            assertTrue(scrape.value("promopool_claim_latency_seconds_sum") > 0);
            assertTrue(scrape.value("promopool_claim_latency_seconds_max") > 0);
            assertEquals(0, scrape.value("promopool_claims_waiting"));
            assertFalse(scrape.valuesOf("type").contains("never uploaded"), "a misspelled type creates no series");
        }
    }

    @Test
    void calls_to_redis_are_timed_by_script_and_claims_in_a_call_are_counted() throws Exception {
        try (MeteredService service = service()) {
            service.upload("/v1/codes?type=t", "code\nA\n");
            service.post(
                    "/v1/claims/batch",
                    IntStream.range(0, 40).mapToObj(i -> Map.of("type", "t")).toList());
            service.get("/v1/codes/A");

            Scrape scrape = service.scrapeUntil(
                    now -> now.value("promopool_claim_latency_seconds_count") == 40 && calls(now, "stock") > 0);
            assertEquals(40, scrape.value("promopool_claim_batch_size_sum"));
            assertEquals(scrape.value("promopool_claim_batch_size_count"), calls(scrape, "claim"));
            assertEquals(40, scrape.value("promopool_claim_batch_size_max"));
            assertEquals(1, calls(scrape, "load"));
            assertTrue(calls(scrape, "command") > 0);
            assertEquals(0, scrape.sum("promopool_redis_call_failures_total"));
        }
    }

    private static double calls(Scrape scrape, String call) {
        return scrape.value("promopool_redis_call_seconds_count", "call", call);
    }

    @Test
    void rows_of_uploads_are_counted_by_outcome_and_those_of_dry_runs_are_not() throws Exception {
        try (MeteredService service = service()) {
            service.upload("/v1/codes?type=t", "code,discount,inUse\nA,1,\nB,1,\nC,1,\nD,1,true\nE,100,\n");
            service.upload(
                    "/v1/codes?type=t&reactivate=true", "code,discount,inUse\nA,1,\nB,2,\nC,1,true\nD,1,false\n");
            service.upload("/v1/codes?type=t&dryRun=true", "code\nX\nY\n");
            assertEquals(400, service.upload("/v1/codes?type=t", "code,misspelled\nX,1\n"));

            Scrape scrape = service.scrape();
            Map.of("added", 4.0, "rejected", 1.0, "unchanged", 1.0, "updated", 1.0, "retired", 1.0, "reactivated", 1.0)
                    .forEach((outcome, rows) -> assertEquals(
                            rows, scrape.value("promopool_upload_rows_total", "outcome", outcome), outcome));
            assertEquals(2, scrape.value("promopool_uploads_total", "outcome", "done"));
            assertEquals(1, scrape.value("promopool_uploads_total", "outcome", "dry-run"));
            assertEquals(1, scrape.value("promopool_uploads_total", "outcome", "failed"));
            assertEquals(0, scrape.value("promopool_uploads_under_way"));
        }
    }

    @Test
    void the_stock_is_shown_by_type_and_by_the_lots_that_claims_take_from_next() throws Exception {
        try (MeteredService service = service()) {
            service.upload(
                    "/v1/codes?type=t",
                    "code,discount,expirationDate,inUse\nA,10,2099-01-01T00:00,\n"
                            + "B,10,2099-01-01T00:00,\nC,20,never,\nD,0,never,true\nE,10,2098-01-01T00:00,\n");
            service.claim("t", "k");
            service.upload(
                    "/v1/codes?type=many",
                    IntStream.range(0, 600)
                            .mapToObj(i -> "M" + i + "," + i % 10)
                            .collect(Collectors.joining("\n", "code,discount\n", "\n")));

            Scrape scrape =
                    service.scrapeUntil(now -> now.value("promopool_codes", "type", "t", "state", "claimed") == 1
                            && now.value("promopool_codes", "type", "many", "state", "available") == 600);
            assertEquals(3, scrape.value("promopool_codes", "type", "t", "state", "available"));
            assertEquals(1, scrape.value("promopool_codes", "type", "t", "state", "retired"));
            assertEquals(0, scrape.value("promopool_codes", "type", "t", "state", "expired"));
            assertEquals(2, scrape.value("promopool_alert_state", "type", "t"), "an alarm: at most 50");
            assertEquals(0, scrape.value("promopool_alert_state", "type", "many"), "more than 500");
            assertEquals(2, lot(scrape, "promopool_lot_available_codes", "10", "2099-01-01T00:00:00Z"));
            assertEquals(1, lot(scrape, "promopool_lot_available_codes", "20", "never"));
            assertEquals(
                    Instant.parse("2099-01-01T00:00:00Z").getEpochSecond(),
                    lot(scrape, "promopool_lot_expires_timestamp_seconds", "10", "2099-01-01T00:00:00Z"));
            assertTrue(Double.isNaN(lot(scrape, "promopool_lot_expires_timestamp_seconds", "20", "never")));
            assertEquals(3 + 5 * 60, scrape.sum("promopool_lot_available_codes"), "at most five lots of a type");
        }
    }

    private static double lot(Scrape scrape, String name, String discount, String expires) {
        return scrape.value(name, "type", "t", "discount", discount, "expires", expires);
    }

    @Test
    void the_forecast_is_in_seconds_from_now_and_zero_if_no_code_is_available() throws Exception {
        try (MeteredService service = service()) {
            service.upload("/v1/codes?type=t", "code\n" + lines(15));
            service.upload("/v1/codes?type=empty", "code,inUse\nX,true\n");
            service.upload("/v1/codes?type=still", "code\nY\n");
            try (RedisStorage storage = RedisStorage.open(
                    service.settings.storage().redis().url().orElseThrow(),
                    service.settings.storage(),
                    InstantSource.system(),
                    RedisListener.NONE)) {
                storage.stockHistory()
                        .recordClaimed(Instant.now().getEpochSecond() / 60 - 20, Map.of("t", 0L, "still", 0L));
            }
        }
        try (MeteredService service = new MeteredService(url())) {
            for (int i = 0; i < 5; i++) {
                service.claim("t", "k" + i);
            }
            Scrape scrape =
                    service.scrapeUntil(now -> now.value("promopool_codes", "type", "t", "state", "claimed") == 5);
            // Five claims in 20 minutes, and ten available codes.
            double seconds = scrape.value("promopool_runs_out_seconds", "type", "t", "rate", "hour");
            assertTrue(seconds > 2_300 && seconds < 2_600, "" + seconds);
            assertEquals(seconds, scrape.value("promopool_runs_out_seconds", "type", "t", "rate", "day"));
            assertEquals(0, scrape.value("promopool_runs_out_seconds", "type", "empty", "rate", "hour"));
            assertTrue(Double.isNaN(scrape.value("promopool_runs_out_seconds", "type", "still", "rate", "hour")));
            assertEquals(3, scrape.value("promopool_alert_state", "type", "empty"));
        }
    }

    private static String url() {
        return TestRedis.shared().url();
    }

    private static String lines(int codes) {
        return IntStream.range(0, codes).mapToObj(i -> "C" + i).collect(Collectors.joining("\n", "", "\n"));
    }

    @Test
    void a_bounded_number_of_types_have_labels_and_the_rest_share_one() throws Exception {
        int types = ClaimMeters.MAX_TYPES + 30;
        try (MeteredService service = service()) {
            // One type has the name of the shared label.
            String rows = IntStream.range(0, types - 1)
                    .mapToObj(i -> "A%d,type %d\nB%d,type %d\n".formatted(i, i, i, i))
                    .collect(Collectors.joining());
            service.upload("/v1/codes", "code,type\n" + rows + "X," + OTHERS + "\nY," + OTHERS + "\n");
            Scrape before = service.scrapeUntil(now -> now.sum("promopool_codes") == 2 * types);
            Set<String> labels = before.valuesOf("type");
            assertEquals(ClaimMeters.MAX_TYPES + 1, labels.size());
            assertTrue(labels.contains(OTHERS));
            assertEquals(60, before.value("promopool_codes", "type", OTHERS, "state", "available"));
            assertEquals(2, before.value("promopool_alert_state", "type", OTHERS));

            String rest = IntStream.range(0, types - 1)
                    .mapToObj(i -> "type " + i)
                    .filter(type -> !labels.contains(type))
                    .findFirst()
                    .orElseThrow();
            service.claim(rest, "1");
            service.claim(rest, "2");
            service.claim(rest, "3");
            service.claim(OTHERS, "4");

            Scrape scrape = service.scrapeUntil(now -> now.sum("promopool_claims_total") == 4);
            assertEquals(3, scrape.value("promopool_claims_total", "type", OTHERS, "outcome", "claimed"));
            assertEquals(1, scrape.value("promopool_claims_total", "type", OTHERS, "outcome", "exhausted"));
            scrape = service.scrapeUntil(now -> now.value("promopool_codes", "type", OTHERS, "state", "claimed") == 3);
            assertEquals(3, scrape.value("promopool_alert_state", "type", OTHERS), "the state of the worst of them");
            assertEquals(0, scrape.value("promopool_runs_out_seconds", "type", OTHERS, "rate", "hour"));
            assertEquals(labels, scrape.valuesOf("type"), "a type with a label keeps it, and no other type gets one");
            assertTrue(scrape.size() < 20 * labels.size() + 500, scrape.size() + " series");
        }
    }

    @Test
    void types_of_any_text_are_labels_as_they_are() throws Exception {
        List<String> types =
                List.of("say \"hi\" \\ n", "\\", "Свято 😀", "{type=\"x\"} 1", "a,b=\"c\"", "# HELP", "{}");
        try (MeteredService service = service()) {
            for (String type : types) {
                service.upload("/v1/codes?type=" + Urls.encoded(type), "code\n" + "C" + types.indexOf(type) + "\n");
                service.claim(type, type);
            }
            Scrape scrape = service.scrapeUntil(now -> now.sum("promopool_claims_total") == types.size());
            for (String type : types) {
                assertEquals(1, scrape.value("promopool_claims_total", "type", type, "outcome", "claimed"), type);
            }
            service.scrapeUntil(now -> types.stream()
                    .allMatch(type -> now.value("promopool_codes", "type", type, "state", "claimed") == 1));
        }
    }

    @Test
    @SuppressWarnings("try") // Redis is stopped early on purpose
    void a_scrape_while_redis_is_unreachable_has_what_is_known_without_it() throws Exception {
        try (TestRedis redis = TestRedis.another();
                MeteredService service = new MeteredService(redis.url())) {
            service.upload("/v1/codes?type=t", "code\nA\nB\n");
            service.claim("t", "k");
            Scrape before = service.scrapeUntil(now -> now.has("promopool_codes"));
            assertEquals(1, before.value("promopool_ready"));

            redis.close();
            Scrape away = service.scrapeUntil(now -> now.value("promopool_ready") == 0 && !now.has("promopool_codes"));
            assertFalse(away.has("promopool_alert_state"));
            assertFalse(away.has("promopool_lot_available_codes"));
            assertEquals(503, service.claim("t", "l"));

            Scrape after = service.scrapeUntil(now -> failures(now) == 1);
            assertEquals(1, after.value("promopool_claims_total", "type", "t", "outcome", "claimed"));
            assertEquals(1, after.value("promopool_claim_latency_seconds_count"), "claims that the storage answered");
            assertTrue(after.sum("promopool_redis_call_failures_total") > 0);
        }
    }

    private static double failures(Scrape scrape) {
        return scrape.value("promopool_claims_total", "type", "t", "outcome", "unavailable")
                + scrape.value("promopool_claims_total", "type", "t", "outcome", "outcome-unknown");
    }

    @Test
    void prometheus_gets_the_format_that_it_requests() throws Exception {
        try (MeteredService service = service()) {
            HttpResponse<String> plain = service.get("/metrics");
            HttpResponse<String> open = service.get(
                    "/metrics",
                    "Accept",
                    "application/vnd.google.protobuf;encoding=delimited;q=0.6,"
                            + "application/openmetrics-text;version=1.0.0;q=0.5,"
                            + "text/plain;version=0.0.4;q=0.4,*/*;q=0.1");
            HttpResponse<String> unknown =
                    service.get("/metrics", "Accept", "application/vnd.google.protobuf,image/png");

            assertEquals("text/plain; version=0.0.4; charset=utf-8", header(plain));
            assertEquals("application/openmetrics-text; version=1.0.0; charset=utf-8", header(open));
            assertEquals("text/plain; version=0.0.4; charset=utf-8", header(unknown));
            assertTrue(open.body().endsWith("# EOF\n"));
            assertTrue(plain.body().contains("# TYPE promopool_claims_total counter\n"));
            assertTrue(plain.body().contains("# TYPE promopool_claim_latency_seconds histogram\n"));
        }
    }

    private static String header(HttpResponse<String> response) {
        return response.headers().firstValue("Content-Type").orElse("");
    }

    @Test
    void java_the_process_and_the_build_are_shown_too() throws Exception {
        try (MeteredService service = service()) {
            Scrape scrape = service.scrape();
            for (String name : List.of(
                    "jvm_memory_used_bytes",
                    "jvm_threads_live_threads",
                    "jvm_classes_loaded_classes",
                    "process_cpu_usage",
                    "process_start_time_seconds",
                    "process_files_open_files",
                    "system_cpu_usage",
                    "logback_events_total",
                    "promopool_build_info")) {
                assertTrue(scrape.has(name), name);
            }
            assertEquals(1, scrape.sum("promopool_build_info"));
        }
    }
}
