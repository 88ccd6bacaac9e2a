package io.promopool.http;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.promopool.auth.ApiKey;
import io.promopool.auth.Role;
import io.promopool.http.message.Answer;
import io.promopool.http.message.ProblemMapper;
import io.promopool.http.testing.ApiDescription;
import io.promopool.http.testing.ApiDescription.Operation;
import io.promopool.http.testing.ExampleRequest;
import io.promopool.http.testing.TestApi;
import io.promopool.http.testing.TestApi.Reply;
import io.promopool.pool.Expiration;
import io.promopool.pool.OverloadedException;
import io.promopool.pool.StorageException;
import java.io.InputStream;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Each operation can answer with every status that the description lists for it. {@link TestApi} checks each response
 * of every test against its schema.
 *
 * <p>The statuses that all operations share are tested for all of them, with the requests of their examples. A new
 * operation needs a line here only for its own statuses.
 */
class DescribedAnswersTest {
    private static final ApiDescription DESCRIPTION = ApiDescription.get();
    private static final String JSON = "application/json";

    /** This response takes at least 15 s, so the test renders it and does not wait for it. */
    private static final int REQUEST_TIMEOUT = 408;

    /** Without a stack trace, which would be logged for each operation. */
    private static final class Fault extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Fault() {
            super("a fault", null, false, false);
        }
    }

    private final Set<String> seen = new TreeSet<>();
    private TestApi api;

    @BeforeEach
    void start() throws Exception {
        api = new TestApi(key("admin", Role.ADMIN), key("claim", Role.CLAIM), key("upload", Role.UPLOAD));
    }

    @AfterEach
    void stop() {
        api.close();
    }

    @Test
    void every_response_that_is_described_occurs() throws Exception {
        askWhatIsSpecial();
        fill();
        for (Operation operation : DESCRIPTION.operations()) {
            askWhatIsCommon(operation);
        }
        Set<String> described = new TreeSet<>();
        for (Operation operation : DESCRIPTION.operations()) {
            operation.statuses().stream()
                    .filter(status -> status != REQUEST_TIMEOUT)
                    .forEach(status -> described.add(operation + " " + status));
        }
        assertEquals(described, seen);
    }

    @Test
    void a_request_that_takes_too_long_is_answered_as_described() {
        for (Operation operation : DESCRIPTION.operations()) {
            String answer = "/paths/" + ApiDescription.escape(operation.path()) + "/"
                    + operation.method().toLowerCase(Locale.ROOT) + "/responses/" + REQUEST_TIMEOUT;
            if (operation.statuses().contains(REQUEST_TIMEOUT)) {
                DESCRIPTION.checkSchema(
                        DESCRIPTION.resolve(answer) + "/content/application~1problem+json/schema",
                        Answer.of(ProblemMapper.ofStatus(REQUEST_TIMEOUT, "")).body(),
                        operation.toString());
            }
        }
    }

    private void askWhatIsSpecial() throws Exception {
        fill();
        expect(201, post("/v1/claims", "{'type':'birthday','discount':10,'key':'k'}"));
        expect(200, post("/v1/claims", "{'type':'birthday','discount':'10','key':'k'}"));
        expect(201, post("/v1/claims", "{'type':'birthday','test':true}"));
        expect(404, post("/v1/claims", "{'type':'nix'}"));
        expect(409, post("/v1/claims", "{'type':'birthday','discount':99}"));
        expect(422, post("/v1/claims", "{'type':'birthday','discount':20,'key':'k'}"));
        expect(200, post("/v1/claims/batch", """
                [{'type':'birthday','key':'b'}, {'type':'birthday','key':'b'}, {'type':'birthday','test':true},
                {'type':5}, {'type':'nix'}, {'type':'birthday','discount':99},
                {'type':'birthday','discount':20,'key':'k'}]"""));
        expect(200, get("/v1/claims/k"));
        expect(200, get("/v1/claims?key=k"));
        expect(404, get("/v1/claims/nix"));
        expect(404, get("/v1/claims?key=nix"));

        expect(200, upload("text/csv", "code,discount\nC1,10\nC2,100\n"));
        expect(400, upload("text/csv", "code,expiry\nC3,never\n"));
        expect(413, upload("text/csv", "code\n" + "C\n".repeat((int) TestApi.MAX_UPLOAD_BYTES)));
        expect(200, get("/v1/codes"));
        expect(200, get("/v1/codes?limit=1"));
        expect(200, get("/v1/codes?code=A1"));
        expect(404, get("/v1/codes?code=nix"));
        expect(200, get("/v1/codes/A1"));
        expect(404, get("/v1/codes/nix"));
        expect(409, patch("/v1/codes/A1", "{'inUse':false}"));
        expect(200, patch("/v1/codes/A3", "{'inUse':true}"));
        expect(404, patch("/v1/codes/nix", "{'inUse':true}"));

        expect(200, get("/v1/history"));
        expect(200, get("/v1/types"));
        expect(200, get("/v1/types?type=birthday&limit=1"));
        expect(404, get("/v1/types?type=nix"));
        expect(200, get("/v1/types/birthday"));
        expect(404, get("/v1/types/nix"));
        expect(200, get("/v1/types/birthday/count?discount=10&days=7"));
        expect(404, get("/v1/types/nix/count"));

        expect(200, get("/v1/types/birthday/history"));
        expect(404, get("/v1/types/nix/history"));
        expect(200, get("/v1/types/birthday/alerts"));
        expect(404, get("/v1/types/nix/alerts"));
        expect(200, put("/v1/types/birthday/alerts", "{'warning':9,'alarm':2}"));
        expect(200, put("/v1/types/birthday/alerts?discount=10", "{'warning':9,'alarm':2}"));
        expect(404, put("/v1/types/nix/alerts", "{'warning':9,'alarm':2}"));
        expect(200, get("/v1/alerts"));
        expect(200, get("/v1/overview"));
        listen();

        expect(200, get("/metrics"));
        expect(200, get("/health/live"));
        expect(200, get("/health/ready"));
        api.unreadyReason = Optional.of("the storage is loading");
        expect(503, get("/health/ready"));
        api.unreadyReason = Optional.empty();
        for (String file : List.of("/", "/docs", "/openapi.yaml")) {
            Reply reply = expect(200, get(file));
            expect(304, get(file).header("If-None-Match", reply.header("ETag")));
        }
    }

    /** Opens the maximum number of streams, and one more. */
    private void listen() throws Exception {
        List<InputStream> streams = new ArrayList<>();
        try {
            for (int i = 0; i < EventsHandler.MAX_LISTENERS; i++) {
                streams.add(api.stream(get("/v1/events").header("Accept", "text/event-stream")));
            }
            seen.add("GET /v1/events 200");
            expect(429, get("/v1/events").header("Accept", "text/event-stream"));
        } finally {
            for (InputStream stream : streams) {
                stream.close();
            }
        }
    }

    /** The statuses that operations share, for every operation that has them. */
    private void askWhatIsCommon(Operation operation) throws Exception {
        ExampleRequest example = ExampleRequest.of(DESCRIPTION, operation).get(0);
        Set<Integer> statuses = operation.statuses();
        if (statuses.contains(400)) {
            String uri = example.uri() + (example.uri().contains("?") ? "&" : "?") + "nix=1";
            expect(400, asAdmin(new ExampleRequest(operation, uri, example.mediaType(), example.body()).to(api)));
        }
        if (statuses.contains(401)) {
            expect(401, example.to(api));
        }
        if (statuses.contains(403) && !statuses.contains(401)) {
            seen.add(operation + " " + api.sendTo("evil.test", example.to(api)).status());
        } else if (statuses.contains(403)) {
            String security = operation.node().path("security").toString();
            String other = Stream.of("claim", "upload")
                    .filter(role -> !security.contains(role))
                    .findFirst()
                    .orElseThrow();
            expect(403, as(other, example.to(api)));
        }
        if (statuses.contains(413)) {
            expect(413, asAdmin(example.to(api, example.mediaType(), example.body() + "\n".repeat(2_000_000))));
        }
        if (statuses.contains(415)) {
            expect(415, asAdmin(example.to(api, "text/plain", example.body())));
        }
        if (!operation.path().equals("/v1/events")) {
            failing(429, operation, new OverloadedException("full"));
        }
        failing(500, operation, new Fault());
        if (!operation.path().startsWith("/health")) {
            failing(503, operation, new StorageException(StorageException.Outcome.NONE, "away"));
            failing(503, operation, new StorageException(StorageException.Outcome.UNKNOWN, "away"));
        }
    }

    private void failing(int status, Operation operation, RuntimeException failure) throws Exception {
        if (operation.statuses().contains(status)) {
            api.pool.failWith(failure);
            expect(
                    status,
                    asAdmin(ExampleRequest.of(DESCRIPTION, operation).get(0).to(api)));
            fill();
        }
    }

    private Reply expect(int status, HttpRequest.Builder request) throws Exception {
        Reply reply = api.send(request);
        HttpRequest sent = reply.response().request();
        assertEquals(status, reply.status(), sent + " " + reply.json());
        Operation operation =
                DESCRIPTION.operation(sent.method(), sent.uri().getRawPath()).orElseThrow();
        seen.add(operation + " " + status);
        return reply;
    }

    private void fill() {
        api.pool.clear();
        api.pool.add("A1", "birthday", 10, new Expiration(1_900_000_000));
        api.pool.add("A2", "birthday", 10, Expiration.NEVER);
        api.pool.add("A3", "birthday", 20, Expiration.NEVER);
    }

    private HttpRequest.Builder get(String uri) {
        return asAdmin(api.to(uri));
    }

    private HttpRequest.Builder post(String uri, String json) {
        return asAdmin(api.to(uri).header("Content-Type", JSON).POST(BodyPublishers.ofString(json.replace('\'', '"'))));
    }

    private HttpRequest.Builder put(String uri, String json) {
        return asAdmin(api.to(uri).header("Content-Type", JSON).PUT(BodyPublishers.ofString(json.replace('\'', '"'))));
    }

    private HttpRequest.Builder patch(String uri, String json) {
        return asAdmin(api.to(uri)
                .header("Content-Type", JSON)
                .method("PATCH", BodyPublishers.ofString(json.replace('\'', '"'))));
    }

    private HttpRequest.Builder upload(String mediaType, String body) {
        return asAdmin(api.to("/v1/codes?type=birthday")
                .header("Content-Type", mediaType)
                .POST(BodyPublishers.ofString(body)));
    }

    private static HttpRequest.Builder asAdmin(HttpRequest.Builder request) {
        return as("admin", request);
    }

    private static HttpRequest.Builder as(String name, HttpRequest.Builder request) {
        return request.header("Authorization", "Bearer key-of-" + name);
    }

    private static ApiKey key(String name, Role... roles) {
        return new ApiKey(name, Set.of(roles), ApiKey.hash("key-of-" + name));
    }
}
