package io.promopool.faults;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.lettuce.core.api.sync.RedisCommands;
import io.promopool.faults.Call.Answer;
import io.promopool.faults.Call.Claim;
import io.promopool.faults.Call.Row;
import io.promopool.faults.Call.Upload;
import io.promopool.faults.Caller.Wish;
import io.promopool.faults.FinalState.Counts;
import io.promopool.faults.FinalState.StoredCode;
import io.promopool.redis.testing.RawState;
import io.promopool.testing.Await;
import io.promopool.testing.RedisCall;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;

/**
 * The end of a run, after the faults: retries the claims with an unknown outcome, reads everything, and empties the
 * pool.
 */
final class Settlement {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int PAGE = 1_000;
    private static final int TRIES = 20;

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final History history;
    private final URI first;
    private final URI last;
    private final String redis;
    private int drained;

    /** @param services one of them must answer for what another has done */
    Settlement(History history, List<URI> services, String redis) {
        this.history = history;
        this.first = services.get(0);
        this.last = services.get(services.size() - 1);
        this.redis = redis;
    }

    List<Violation> settle() throws IOException, InterruptedException {
        askAgain();
        awaitExpiry();
        List<Violation> violations = new ArrayList<>();
        rawFault().ifPresent(violations::add);
        Map<String, StoredCode> codes = codes();
        Map<String, Counts> counts = counts();
        Map<String, String> claims = claims();
        FinalState state = new FinalState(codes, claims, counts, drain(counts.keySet()));
        violations.addAll(HistoryChecker.check(history.calls(), history.unsafe(), history.emptied(), state));
        rawFault().ifPresent(violations::add);
        return violations;
    }

    /** After confirmed writes were lost, only what is stored must agree with itself. */
    List<Violation> afterLoss() {
        List<Violation> violations = new ArrayList<>(UnsafeCheck.violations(history.calls(), history.unsafe()));
        violations.addAll(LookUpCheck.violationsWithin(history.calls(), history.unsafe()));
        rawFault().ifPresent(violations::add);
        return violations;
    }

    /** Retries each key without a final answer, at another service, until it has one. */
    private void askAgain() {
        Caller caller = new Caller(history);
        for (int i = 0; i < TRIES && !history.unanswered().isEmpty(); i++) {
            // A key whose claim found no code stays in this list, but its answer is final.
            history.unanswered().forEach(open -> caller.claim(last, Wish.again(open)));
            if (history.unanswered().stream().allMatch(this::isSettled)) {
                return;
            }
        }
    }

    private boolean isSettled(Claim open) {
        List<Claim> claims = history.all(Claim.class)
                .filter(claim -> claim.knownKey().equals(open.knownKey()))
                .toList();
        return claims.get(claims.size() - 1).answer() instanceof Answer.Empty;
    }

    /** Waits, so that no code expires between two readings. */
    private void awaitExpiry() {
        Instant soon = Instant.now().plus(Duration.ofHours(1));
        Instant end = history.all(Upload.class)
                .flatMap(upload -> upload.rows().stream())
                .map(Row::expires)
                .flatMap(Optional::stream)
                .filter(expires -> expires.isBefore(soon))
                .max(Comparator.naturalOrder())
                .orElse(Instant.EPOCH);
        Await.until(
                "the last code has expired",
                Duration.ofMinutes(1),
                () -> Instant.now().isAfter(end));
    }

    private Optional<Violation> rawFault() {
        try {
            RedisCall.ask(redis, commands -> {
                new RawState(commands, "pp").check();
                return true;
            });
            return Optional.empty();
        } catch (AssertionError e) {
            return Optional.of(new Violation(Violation.Kind.RAW_STATE_BROKEN, e.getMessage()));
        }
    }

    private Map<String, StoredCode> codes() throws IOException, InterruptedException {
        Map<String, StoredCode> codes = new HashMap<>();
        Optional<String> cursor = Optional.of("");
        while (cursor.isPresent()) {
            String from = cursor.get().isEmpty() ? "" : "&cursor=" + cursor.get();
            JsonNode page = get(first, "/v1/codes?limit=" + PAGE + from).orElseThrow();
            page.path("codes")
                    .forEach(code -> codes.put(
                            code.path("code").asText(),
                            new StoredCode(
                                    code.path("type").asText(),
                                    code.path("state").asText(),
                                    Optional.ofNullable(code.path("key").textValue()))));
            cursor = Optional.ofNullable(page.path("cursor").textValue());
        }
        return codes;
    }

    private Map<String, Counts> counts() throws IOException, InterruptedException {
        Map<String, Counts> counts = new HashMap<>();
        for (JsonNode type : get(last, "/v1/types").orElseThrow().path("types")) {
            counts.put(
                    type.path("type").asText(),
                    new Counts(
                            added(type.path("type").asText()),
                            type.path("available").asLong(),
                            type.path("claimed").asLong(),
                            type.path("retired").asLong(),
                            type.path("expired").asLong()));
        }
        return counts;
    }

    private long added(String type) {
        return RedisCall.ask(
                redis,
                (RedisCommands<String, String> commands) ->
                        Long.parseLong(commands.hget("pp:{0}:type:" + commands.hget("pp:{0}:types", type), "added")));
    }

    private Map<String, String> claims() throws IOException, InterruptedException {
        Set<String> keys = new TreeSet<>();
        history.all(Claim.class).forEach(claim -> claim.knownKey().ifPresent(keys::add));
        Map<String, String> claims = new HashMap<>();
        for (String key : keys) {
            get(first, "/v1/claims/" + key)
                    .ifPresent(claim -> claims.put(key, claim.path("promocode").asText()));
        }
        return claims;
    }

    /** Claims until no code is available. These claims are not part of the history. */
    private List<String> drain(Set<String> types) {
        Caller caller = new Caller(new History());
        List<String> codes = new ArrayList<>();
        for (String type : types) {
            boolean isEmpty = false;
            while (!isEmpty) {
                List<Wish> wishes = IntStream.range(0, PAGE)
                        .mapToObj(i -> new Wish(type, 0, Optional.of("drain-" + drained++)))
                        .toList();
                for (Answer answer : settled(caller, wishes)) {
                    if (answer instanceof Answer.Claimed claimed) {
                        codes.add(claimed.code());
                    } else {
                        isEmpty = true;
                    }
                }
            }
        }
        return codes;
    }

    /**
     * Retries each claim, with its key, until its answer is final. A refusal by a busy machine does not mean that the
     * pool is empty.
     */
    private List<Answer> settled(Caller caller, List<Wish> wishes) {
        List<Answer> settled = new ArrayList<>();
        List<Wish> open = wishes;
        for (int tries = 0; tries < TRIES && !open.isEmpty(); tries++) {
            List<Claim> claims = caller.claim(last, open);
            List<Wish> again = new ArrayList<>();
            for (int i = 0; i < claims.size(); i++) {
                Answer answer = claims.get(i).answer();
                if (answer instanceof Answer.Claimed || answer instanceof Answer.Empty) {
                    settled.add(answer);
                } else {
                    again.add(open.get(i));
                }
            }
            open = again;
        }
        if (!open.isEmpty()) {
            throw new IllegalStateException(
                    "there is no fault, but " + open.size() + " claims have no answer, such as " + open.get(0));
        }
        return settled;
    }

    /** Empty if the response is 404. */
    private Optional<JsonNode> get(URI service, String path) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(service.resolve(path))
                .timeout(Duration.ofSeconds(10))
                .build();
        HttpResponse<String> response = http.send(request, BodyHandlers.ofString());
        if (response.statusCode() != 200 && response.statusCode() != 404) {
            throw new IllegalStateException(
                    "there is no fault, but GET " + path + " is answered with " + response.body());
        }
        return response.statusCode() == 200 ? Optional.of(JSON.readTree(response.body())) : Optional.empty();
    }
}
