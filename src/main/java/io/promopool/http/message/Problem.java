package io.promopool.http.message;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/**
 * A failure as the caller sees it: a problem document of RFC 9457.
 *
 * @param status the HTTP status: that of the type, unless a lower layer has chosen a more specific one
 * @param detail what is wrong and what to do, for a person
 * @param members extension members (RFC 9457, section 3.2), in the order in which they are written
 * @param headers headers of the answer, besides the common ones
 */
public record Problem(
        ProblemType type, int status, String detail, Map<String, JsonNode> members, Map<String, String> headers) {
    public Problem {
        Objects.requireNonNull(type);
        Objects.requireNonNull(detail);
        members = Collections.unmodifiableMap(new LinkedHashMap<>(members));
        headers = Map.copyOf(headers);
    }

    public static Problem of(ProblemType type, String detail) {
        return new Problem(type, type.status(), detail, Map.of(), Map.of());
    }

    /**
     * An invalid value in the request. The detail is the field followed by the reason, and the member {@code field}
     * names the field.
     */
    public static Problem ofField(String field, String reason) {
        return of(ProblemType.INVALID_REQUEST, field + " " + reason).with("field", field);
    }

    public Problem withStatus(int newStatus) {
        return new Problem(type, newStatus, detail, members, headers);
    }

    public Problem withDetail(String newDetail) {
        return new Problem(type, status, newDetail, members, headers);
    }

    public Problem with(String member, String value) {
        return with(member, TextNode.valueOf(value));
    }

    public Problem with(String member, JsonNode value) {
        Map<String, JsonNode> more = new LinkedHashMap<>(members);
        more.put(member, value);
        return new Problem(type, status, detail, more, headers);
    }

    public Problem withHeader(String name, String value) {
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.put(name, value);
        return new Problem(type, status, detail, members, more);
    }
}
