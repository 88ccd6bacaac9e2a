package io.promopool.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.promopool.lang.SpreadsheetCell;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/**
 * Writes rows of generated codes, which differ only in the code.
 *
 * @param header the bytes before the first row
 * @param before the bytes of a row before the random part of its code
 * @param after the bytes of a row after the random part
 */
record RowFormat(byte[] header, byte[] before, byte[] after) {
    private static final String PLACE = "\u0001";

    /** The column {@code code} comes first, for programs that read nothing else. */
    static RowFormat csv(String prefix, String type, int discount, String expires) {
        String code = cell(prefix + PLACE);
        String row = String.join(",", code, cell(type), Integer.toString(discount), cell(expires)) + "\n";
        return of("code,type,discount,expirationDate\n", row);
    }

    static RowFormat ndjson(String prefix, String type, int discount, String expires) {
        ObjectNode row = Json.object()
                .put("code", prefix + PLACE)
                .put("type", type)
                .put("discount", discount)
                .put("expirationDate", expires);
        return of("", Json.line(row).replace("\\u0001", PLACE) + "\n");
    }

    void writeHeader(OutputStream out) throws IOException {
        out.write(header);
    }

    /** @param random characters that need no quoting in any format */
    void writeRow(OutputStream out, byte[] random) throws IOException {
        out.write(before);
        out.write(random);
        out.write(after);
    }

    private static RowFormat of(String header, String row) {
        int place = row.indexOf(PLACE);
        return new RowFormat(bytes(header), bytes(row.substring(0, place)), bytes(row.substring(place + 1)));
    }

    /** Quotes a cell if a CSV reader might misread it, and defuses it if a spreadsheet might run it. */
    private static String cell(String raw) {
        String text = SpreadsheetCell.defuse(raw);
        boolean plain = text.chars().noneMatch(c -> ",;\t\"'".indexOf(c) >= 0);
        return plain ? text : '"' + text.replace("\"", "\"\"") + '"';
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
