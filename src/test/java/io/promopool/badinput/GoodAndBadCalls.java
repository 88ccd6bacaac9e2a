package io.promopool.badinput;

import io.promopool.model.Operation;
import io.promopool.pool.ClaimRequest;
import io.promopool.pool.CodeFilter;
import io.promopool.testing.Urls;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** The call for an operation of the model, and calls with one mistake whose field is known. */
final class GoodAndBadCalls {
    private static final List<List<String>> WRONG_IN_A_CLAIM = List.of(
            List.of("type", ""),
            List.of("type", "a\u0000"),
            List.of("type", "x".repeat(129)),
            List.of("discount", "100"),
            List.of("discount", "ten"),
            List.of("discount", ""),
            List.of("days", "-1"),
            List.of("days", "36501"),
            List.of("days", "9999999999"),
            List.of("key", ""),
            List.of("key", "k".repeat(256)),
            List.of("key", "auto:1"),
            List.of("test", "perhaps"),
            List.of("tipe", "birthday"));

    private static final List<List<String>> WRONG_IN_A_TARGET = List.of(
            List.of("limit", "/v1/codes?limit=0"),
            List.of("limit", "/v1/types/birthday?limit=1001"),
            List.of("limit", "/v1/codes?limit=%D9%A5"),
            List.of("state", "/v1/codes?state=gone"),
            List.of("cursor", "/v1/codes?cursor=x"),
            List.of("cursor", "/v1/types/birthday?cursor=x"),
            List.of("discount", "/v1/types/birthday/count?discount=100"),
            List.of("days", "/v1/types/birthday/count?days=1.5"),
            List.of("tipe", "/v1/codes?tipe=a"),
            List.of("type", "/v1/codes?type=a&type=b"),
            List.of("type", "/v1/types?type="),
            List.of("key", "/v1/claims"),
            List.of("key", "/v1/claims?key=%00"),
            List.of("code", "/v1/codes?code=+"),
            List.of("code", "/v1/codes/" + "x".repeat(256)),
            List.of("key", "/v1/claims/auto:1"));

    private final Random random;

    GoodAndBadCalls(Random random) {
        this.random = random;
    }

    /** @param field the wrong field in {@code call}; the response must name it */
    record Faulty(Call call, String field) {}

    Call upload(Operation.Load load, List<WireRow> rows) {
        Body body = Body.of(rows, random);
        Call call = Call.of(
                "POST",
                "/v1/codes?dryRun=" + load.mode().dryRun() + "&reactivate="
                        + load.mode().reactivate(),
                body.mediaType(),
                body.bytes());
        return body.gzip() ? call.with("Content-Encoding: gzip") : call;
    }

    Call claim(ClaimRequest request) {
        Map<String, Object> fields = new LinkedHashMap<>(fields(request.filter()));
        boolean ascii = request.key().chars().allMatch(c -> c >= ' ' && c <= '~');
        boolean inHeader = ascii && random.nextInt(3) == 0;
        if (!inHeader || random.nextBoolean()) {
            fields.put("key", request.key());
        }
        Call call = Call.of("POST", "/v1/claims", "application/json", Body.utf8(Body.json(shuffled(fields))));
        return inHeader ? call.with("Idempotency-Key: " + request.key()) : call;
    }

    Call preview(CodeFilter filter) {
        Map<String, Object> fields = new LinkedHashMap<>(fields(filter));
        fields.put("test", true);
        return Call.of("POST", "/v1/claims", "application/json", Body.utf8(Body.json(shuffled(fields))));
    }

    private Map<String, Object> fields(CodeFilter filter) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("type", filter.type());
        filter.discount()
                .ifPresent(discount -> fields.put("discount", random.nextBoolean() ? discount : "0" + discount));
        if (filter.days() > 0 || random.nextBoolean()) {
            fields.put("days", random.nextBoolean() ? (Object) filter.days() : "" + filter.days());
        }
        return fields;
    }

    private Map<String, Object> shuffled(Map<String, Object> fields) {
        List<String> names = new ArrayList<>(fields.keySet());
        Collections.shuffle(names, random);
        Map<String, Object> shuffled = new LinkedHashMap<>();
        names.forEach(name -> shuffled.put(name, fields.get(name)));
        return shuffled;
    }

    Call setInUse(Operation.SetInUse set) {
        return Call.of(
                "PATCH",
                "/v1/codes/" + Urls.encoded(set.code()),
                "application/json",
                Body.utf8("{\"inUse\": " + set.inUse() + "}"));
    }

    Call count(CodeFilter filter) {
        String discount =
                filter.discount().isPresent() ? "&discount=" + filter.discount().getAsInt() : "";
        return Call.get("/v1/types/" + Urls.encoded(filter.type()) + "/count?days=" + filter.days() + discount);
    }

    Call batch(List<ClaimRequest> requests) {
        List<Map<String, Object>> elements = new ArrayList<>();
        for (ClaimRequest request : requests) {
            Map<String, Object> fields = new LinkedHashMap<>(fields(request.filter()));
            fields.put("key", request.key());
            elements.add(shuffled(fields));
        }
        return Call.of("POST", "/v1/claims/batch", "application/json", Body.utf8(Body.json(elements)));
    }

    Faulty faulty(ClaimRequest request) {
        switch (random.nextInt(4)) {
            case 0 -> {
                List<String> wrong = WRONG_IN_A_TARGET.get(random.nextInt(WRONG_IN_A_TARGET.size()));
                return new Faulty(Call.get(wrong.get(1)), wrong.get(0));
            }
            case 1 -> {
                String name = List.of(
                                "discount=1e1", "expirationDate=soon", "dryRun=1", "reactivate=", "Type=t", "type=%09")
                        .get(random.nextInt(6));
                Call upload = Call.of("POST", "/v1/codes?" + name, "text/csv", Body.utf8("code,type\nA1,birthday\n"));
                return new Faulty(upload, name.substring(0, name.indexOf('=')));
            }
            case 2 -> {
                String key = List.of("", "k".repeat(256), "caf\u00e9").get(random.nextInt(3));
                Call claim = Call.of("POST", "/v1/claims", "application/json", Body.utf8("{\"type\":\"birthday\"}"));
                return new Faulty(claim.with("Idempotency-Key: " + key), "Idempotency-Key");
            }
            default -> {
                List<String> wrong = WRONG_IN_A_CLAIM.get(random.nextInt(WRONG_IN_A_CLAIM.size()));
                Map<String, Object> fields = new LinkedHashMap<>(fields(request.filter()));
                fields.put("key", request.key());
                fields.put(wrong.get(0), wrong.get(1));
                Call call = Call.of("POST", "/v1/claims", "application/json", Body.utf8(Body.json(shuffled(fields))));
                return new Faulty(call, wrong.get(0));
            }
        }
    }
}
