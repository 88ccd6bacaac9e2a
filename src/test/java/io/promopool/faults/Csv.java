package io.promopool.faults;

import io.promopool.faults.Call.Row;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;

/** Rows as a CSV file. */
final class Csv {
    private static final DateTimeFormatter DATE =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss").withZone(ZoneOffset.UTC);

    private Csv() {}

    static String of(String type, List<Row> rows) {
        StringBuilder text = new StringBuilder("code,type,expirationDate,inUse\n");
        for (Row row : rows) {
            String expires = row.expires().map(DATE::format).orElse("never");
            text.append(String.join(",", row.code(), type, expires, Boolean.toString(row.inUse())))
                    .append('\n');
        }
        return text.toString();
    }
}
