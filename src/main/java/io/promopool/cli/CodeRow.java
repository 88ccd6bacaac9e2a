package io.promopool.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/** Formats a code as a row of a table. */
final class CodeRow {
    private static final List<String> TITLES =
            List.of("code", "type", "discount", "expirationDate", "state", "claimedAt", "key");

    private CodeRow() {}

    static Table table() {
        return new Table(TITLES, List.of("discount"));
    }

    static List<String> of(JsonNode code) {
        return TITLES.stream().map(title -> cell(title, code.path(title))).toList();
    }

    private static String cell(String title, JsonNode value) {
        return title.equals("expirationDate") && value.isNull() ? "never" : value.asText("");
    }
}
