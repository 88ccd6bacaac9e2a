package io.promopool.badinput;

import io.promopool.pool.ExpirationFormat;
import io.promopool.pool.UploadRow;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/**
 * A row as it is written in a file.
 *
 * @param cells text by column; columns that the row omits are missing
 * @param row what it means; empty if a cell is wrong
 * @param wrongField the column of the wrong cell
 */
record WireRow(Map<String, String> cells, Optional<UploadRow> row, String wrongField) {
    static final List<String> COLUMNS = List.of("code", "type", "discount", "expirationDate", "inUse");

    private static final ExpirationFormat DATES = new ExpirationFormat(ZoneOffset.UTC);
    private static final List<List<String>> WRONG = List.of(
            List.of("code", ""),
            List.of("code", "x".repeat(256)),
            List.of("code", "a\u0007b"),
            List.of("type", "t".repeat(129)),
            List.of("type", "\u0000"),
            List.of("discount", "100"),
            List.of("discount", "-1"),
            List.of("discount", "5%"),
            List.of("discount", "1e1"),
            List.of("discount", "99999999999999999999"),
            List.of("discount", "٥"),
            List.of("expirationDate", "tomorrow"),
            List.of("expirationDate", "2030-02-30T00:00"),
            List.of("expirationDate", "2030-01-01"),
            List.of("expirationDate", "2030-01-01T00:00:00.5"),
            List.of("expirationDate", "+292278994-08-17T07:12"),
            List.of("inUse", "yes"),
            List.of("inUse", "1"));

    static WireRow of(UploadRow row, Random random) {
        Map<String, String> cells = new LinkedHashMap<>();
        cells.put("code", row.code());
        row.type().ifPresent(type -> cells.put("type", type));
        row.discount().ifPresent(discount -> cells.put("discount", (random.nextBoolean() ? "0" : "") + discount));
        row.expiration().ifPresent(date -> {
            String zone = date.isNever() || random.nextBoolean() ? "" : "Z";
            cells.put("expirationDate", DATES.print(date) + zone);
        });
        row.inUse()
                .ifPresent(inUse -> cells.put("inUse", random.nextBoolean() ? inUse + "" : inUse ? "TRUE" : "False"));
        return new WireRow(cells, Optional.of(row), "");
    }

    /** The same row with one invalid cell. */
    WireRow spoilt(Random random) {
        List<String> wrong = WRONG.get(random.nextInt(WRONG.size()));
        Map<String, String> spoilt = new LinkedHashMap<>(cells);
        spoilt.put(wrong.get(0), wrong.get(1));
        return new WireRow(spoilt, Optional.empty(), wrong.get(0));
    }
}
