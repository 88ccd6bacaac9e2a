package io.promopool.faults;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.promopool.faults.Call.Answer;
import io.promopool.faults.Call.Claim;
import io.promopool.faults.Call.LookUp;
import io.promopool.faults.Call.Retirement;
import io.promopool.faults.Call.Row;
import io.promopool.faults.Call.Span;
import io.promopool.faults.Call.Upload;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;

/** Sends each call to a service once, and records the result in the history. Safe for any number of threads. */
final class Caller {
    /** After this time a caller closes the connection, and the outcome is unknown. */
    static final Duration PATIENCE = Duration.ofSeconds(2);

    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final History history;

    Caller(History history) {
        this.history = history;
    }

    /**
     * What a claim requests.
     *
     * @param key empty if the service chooses one
     */
    record Wish(String type, int days, Optional<String> key) {
        static Wish again(Claim claim) {
            return new Wish(claim.type(), claim.days(), claim.knownKey());
        }

        private Map<String, Object> body() {
            Map<String, Object> body = new LinkedHashMap<>(Map.of("type", type, "days", days));
            key.ifPresent(text -> body.put("key", text));
            return body;
        }

        private Claim answered(Answer answer, Span time) {
            return new Claim(type, days, key, answer, time);
        }
    }

    Claim claim(URI service, Wish wish) {
        return call(post(service, "/v1/claims", JSON.valueToTree(wish.body())), Answers::ofClaim, wish::answered);
    }

    /** Sends claims in one batch. Each claim of it is a separate call in the history. */
    List<Claim> claim(URI service, List<Wish> wishes) {
        List<Map<String, Object>> bodies = wishes.stream().map(Wish::body).toList();
        Exchange exchange = exchange(post(service, "/v1/claims/batch", JSON.valueToTree(bodies)));
        List<Answer> answers = exchange.response()
                .map(response -> Answers.ofBatch(response, wishes.size()))
                .orElseGet(() ->
                        Collections.nCopies(wishes.size(), exchange.failure().orElseThrow()));
        List<Claim> claims = new ArrayList<>();
        for (int i = 0; i < wishes.size(); i++) {
            claims.add(wishes.get(i).answered(answers.get(i), exchange.time()));
        }
        claims.forEach(history::add);
        return claims;
    }

    /** Loads rows. A row that is rejected, because its code has changed since, is recorded as unknown. */
    Answer upload(URI service, String type, List<Row> rows) {
        Exchange exchange = exchange(HttpRequest.newBuilder(service.resolve("/v1/codes"))
                .header("Content-Type", "text/csv")
                .POST(BodyPublishers.ofString(Csv.of(type, rows))));
        Answer answer = exchange.judged(response -> Answers.ofUpload(response, rows.size()));
        List<Row> rejected = exchange.response()
                .map(response -> Answers.rejected(response, rows))
                .orElse(List.of());
        List<Row> others = rows.stream().filter(row -> !rejected.contains(row)).toList();
        history.add(new Upload(type, others, answer, exchange.time()));
        if (!rejected.isEmpty()) {
            Answer unknown = new Answer.Unknown(Optional.empty(), "rejected");
            history.add(new Upload(type, rejected, unknown, exchange.time()));
        }
        return answer;
    }

    void retire(URI service, String code) {
        HttpRequest.Builder request = HttpRequest.newBuilder(service.resolve("/v1/codes/" + code))
                .header("Content-Type", "application/json")
                .method("PATCH", BodyPublishers.ofString("{\"inUse\": true}"));
        call(request, Answers::ofRetirement, (answer, time) -> new Retirement(code, answer, time));
    }

    void lookUp(URI service, String key) {
        HttpRequest.Builder request = HttpRequest.newBuilder(service.resolve("/v1/claims?key=" + key));
        call(request, Answers::ofLookUp, (answer, time) -> new LookUp(key, answer, time));
    }

    private static HttpRequest.Builder post(URI service, String path, JsonNode body) {
        return HttpRequest.newBuilder(service.resolve(path))
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body.toString()));
    }

    private <T extends Call> T call(
            HttpRequest.Builder request,
            Function<HttpResponse<String>, Answer> judge,
            BiFunction<Answer, Span, T> noted) {
        Exchange exchange = exchange(request);
        T call = noted.apply(exchange.judged(judge), exchange.time());
        history.add(call);
        return call;
    }

    /** @param failure what is known if there is no response */
    private record Exchange(Optional<HttpResponse<String>> response, Optional<Answer> failure, Span time) {
        Answer judged(Function<HttpResponse<String>, Answer> judge) {
            return response.map(judge).orElseGet(failure::orElseThrow);
        }
    }

    private Exchange exchange(HttpRequest.Builder request) {
        long start = System.nanoTime();
        try {
            HttpResponse<String> response = http.send(request.timeout(PATIENCE).build(), BodyHandlers.ofString());
            return new Exchange(Optional.of(response), Optional.empty(), new Span(start, System.nanoTime()));
        } catch (IOException e) {
            return new Exchange(Optional.empty(), Optional.of(failed(e)), new Span(start, System.nanoTime()));
        } catch (InterruptedException e) {
            throw new IllegalStateException("a caller was interrupted", e);
        }
    }

    private static Answer failed(IOException e) {
        boolean neverSent = e instanceof ConnectException || e instanceof HttpConnectTimeoutException;
        return neverSent
                ? new Answer.Refused("connection refused")
                : new Answer.Unknown(Optional.empty(), e.toString());
    }
}
