package io.promopool.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.promopool.http.testing.ApiCase;
import io.promopool.http.testing.TestApi;
import io.promopool.http.testing.TestApi.Reply;
import io.promopool.pool.OverloadedException;
import io.promopool.pool.StorageException;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UploadTest extends ApiCase {
    @BeforeEach
    void fill() {
        api.pool.clear();
    }

    @Test
    void an_upload_returns_its_report() throws Exception {
        Reply reply = upload("?type=birthday&discount=05&expirationDate=2024-12-31T23:59", "code\nA1\nA2\n\u0001\n");
        assertEquals(200, reply.status(), reply.json().toString());
        assertEquals(3, reply.json().get("read").asInt());
        assertEquals(2, reply.json().get("added").asInt());
        assertEquals(1, reply.json().get("rejected").asInt());
        for (String count : new String[] {"updated", "retired", "reactivated", "unchanged"}) {
            assertEquals(0, reply.json().get(count).asInt());
        }
        assertEquals(4, reply.json().get("errors").get(0).get("line").asInt());
        assertEquals("code", reply.json().get("errors").get(0).get("field").asText());
        assertFalse(reply.json().get("errors").get(0).has("file"));
        assertFalse(reply.json().get("errorsTruncated").asBoolean());
        Reply code = api.get("/v1/codes/A1");
        assertEquals(5, code.json().get("discount").asInt());
        assertEquals("2024-12-31T23:59", code.json().get("expirationDate").asText());
    }

    @ParameterizedTest
    @ValueSource(strings = {"text/csv; charset=nonsense", "text/csv; charset=:?", "text/csv; charset=utf-16"})
    void an_unknown_character_set_is_415_too(String contentType) throws Exception {
        Reply reply = api.send(api.to("/v1/codes?type=t")
                .header("Content-Type", contentType)
                .POST(BodyPublishers.ofString("code\nA1\n")));
        assertEquals(415, reply.status(), reply.json().toString());
        assertEquals("unsupported-media-type", reply.problem());
    }

    @Test
    void a_dry_run_counts_codes_that_occur_twice_also_in_different_chunks() throws Exception {
        String codes = IntStream.range(0, 1_200).mapToObj(i -> "D" + i).collect(Collectors.joining("\n"));
        JsonNode report = upload("?type=birthday&dryRun=true", "code\n" + codes + "\nD0\nD1199\nD7\nd7\n")
                .json();
        assertEquals(3, report.get("duplicates").asInt());
        assertFalse(upload("?type=birthday", "code\nX\nX\n").json().has("duplicates"));
    }

    @Test
    void a_dry_run_changes_nothing() throws Exception {
        assertEquals(
                1,
                upload("?type=birthday&dryRun=TRUE", "code\nA1\n")
                        .json()
                        .get("added")
                        .asInt());
        assertEquals(404, api.get("/v1/codes/A1").status());
    }

    @ParameterizedTest
    @CsvSource({
        "?typ=birthday, typ",
        "?type=a&type=b, type",
        "?type=, type",
        "?discount=100, discount",
        "?expirationDate=tomorrow, expirationDate",
        "?expirationDate=2024-03-31T03:30, expirationDate",
        "?dryRun=yes, dryRun",
        "?reactivate=, reactivate",
    })
    void a_wrong_parameter_refuses_the_upload(String query, String field) throws Exception {
        Reply reply = upload(query, "code,type\nA1,birthday\n");
        assertEquals(400, reply.status());
        assertEquals(field, reply.field());
        assertEquals(404, api.get("/v1/codes/A1").status());
    }

    @Test
    void an_upload_that_cannot_be_read_is_a_problem_with_the_report_so_far() throws Exception {
        Reply malformed = upload("", "kode\nA1\n");
        assertEquals(400, malformed.status());
        assertEquals("malformed-upload", malformed.problem());
        assertEquals(0, malformed.json().get("report").get("read").asInt());
        Reply type = send("text/plain", "", "code\nA1\n");
        assertEquals(415, type.status());
        assertEquals("unsupported-media-type", type.problem());
        Reply large = upload("?type=birthday", "code\n" + "A\n".repeat((int) TestApi.MAX_UPLOAD_BYTES));
        assertEquals(413, large.status());
        assertEquals("upload-too-large", large.problem());
        assertTrue(large.json().has("report"));
    }

    @Test
    void a_client_that_sends_everything_before_it_reads_gets_the_reason_of_the_refusal() throws Exception {
        Reply reply = send("text/plain", "", "x".repeat(3_000_000));
        assertEquals(415, reply.status());
    }

    @Test
    void a_storage_that_fails_midway_is_503_with_the_rows_whose_outcome_is_unknown() throws Exception {
        api.pool.failWith(new StorageException(StorageException.Outcome.UNKNOWN, "away"));
        Reply reply = upload("?type=birthday", "code\nA1\nA2\n");
        assertEquals(503, reply.status());
        assertEquals("storage-unavailable", reply.problem());
        assertEquals("unknown", reply.json().get("outcome").asText());
        assertEquals("1", reply.header("Retry-After"));
        assertEquals(
                TestApi.json("{\"firstLine\":2,\"lastLine\":3}"), reply.json().get("unknownRows"));
        assertEquals(0, reply.json().get("report").get("added").asInt());
    }

    @Test
    void a_refusal_because_something_underneath_has_changed_says_what() throws Exception {
        api.pool.failWith(StorageException.refused("Redis no longer holds pool 17", null));
        Reply reply = upload("?type=birthday", "code\nA1\n");
        assertEquals(503, reply.status());
        assertEquals("none", reply.json().get("outcome").asText());
        assertTrue(reply.detail().startsWith("The storage failed during the upload: Redis no longer holds pool 17. "));
    }

    @Test
    void an_overloaded_storage_is_429() throws Exception {
        api.pool.failWith(new OverloadedException("full"));
        assertEquals(429, upload("?type=birthday", "code\nA1\n").status());
    }

    @Test
    void one_upload_too_many_is_429_and_the_others_go_on() throws Exception {
        CompletableFuture<Void> gate = new CompletableFuture<>();
        api.pool.holdUntil(gate);
        List<CompletableFuture<Reply>> all = new ArrayList<>();
        for (int i = 0; i <= TestApi.MAX_UPLOADS; i++) {
            String code = "A" + i;
            all.add(CompletableFuture.supplyAsync(() -> {
                try {
                    return upload("?type=birthday", "code\n" + code + "\n");
                } catch (Exception e) {
                    throw new IllegalStateException(e);
                }
            }));
        }
        Object first =
                CompletableFuture.anyOf(all.toArray(CompletableFuture[]::new)).get(10, TimeUnit.SECONDS);
        assertEquals(429, ((Reply) first).status());
        assertEquals("too-many-requests", ((Reply) first).problem());
        gate.complete(null);
        int served = 0;
        for (CompletableFuture<Reply> reply : all) {
            served += reply.get(10, TimeUnit.SECONDS).status() == 200 ? 1 : 0;
        }
        assertEquals(TestApi.MAX_UPLOADS, served);
        assertEquals(200, upload("?type=birthday", "code\nB\n").status());
    }

    private Reply upload(String query, String csv) throws Exception {
        return send("text/csv", query, csv);
    }

    private Reply send(String mediaType, String query, String body) throws Exception {
        return api.send(
                api.to("/v1/codes" + query).header("Content-Type", mediaType).POST(BodyPublishers.ofString(body)));
    }
}
