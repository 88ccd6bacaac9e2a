package io.promopool.badinput;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.zip.GZIPOutputStream;

/** A file of rows as a caller may send it: in any format, in any accepted spelling. */
record Body(String mediaType, boolean gzip, byte[] bytes) {
    private static final ObjectMapper JSON = new ObjectMapper();

    static Body of(List<WireRow> rows, Random random) {
        Body plain =
                switch (random.nextInt(4)) {
                    case 0 ->
                        new Body(
                                "text/csv" + (random.nextBoolean() ? "; charset=UTF-8" : ""),
                                false,
                                utf8(csv(rows, random)));
                    case 1 -> new Body("application/json", false, utf8(array(rows, random)));
                    case 2 -> new Body("application/x-ndjson", false, utf8(lines(rows, random)));
                    default -> new Body("multipart/form-data; boundary=\"b 1\"", false, utf8(form(rows, random)));
                };
        return random.nextInt(5) == 0 ? plain.packed() : plain;
    }

    private static String csv(List<WireRow> rows, Random random) {
        char delimiter = ",;\t".charAt(random.nextInt(3));
        String end = List.of("\n", "\r\n", "\r").get(random.nextInt(3));
        List<String> columns = new ArrayList<>(WireRow.COLUMNS);
        Collections.shuffle(columns, random);
        StringBuilder csv = new StringBuilder(random.nextInt(3) == 0 ? "\uFEFF" : "");
        List<String> names = columns.stream()
                .map(name -> random.nextBoolean() ? name : name.toUpperCase(Locale.ROOT))
                .toList();
        csv.append(String.join(Character.toString(delimiter), names)).append(end);
        for (WireRow row : rows) {
            for (int i = 0; i < columns.size(); i++) {
                csv.append(i == 0 ? "" : delimiter).append(cell(row.cells().getOrDefault(columns.get(i), ""), random));
            }
            csv.append(end).append(random.nextInt(4) == 0 ? " " + end : "");
        }
        return csv.toString();
    }

    private static String cell(String text, Random random) {
        boolean mustQuote = text.chars().anyMatch(c -> "\",;\t\r\n".indexOf(c) >= 0);
        String padded = random.nextInt(4) == 0 && !text.isEmpty() ? "\u00A0" + text + " " : text;
        return mustQuote || random.nextInt(3) == 0 ? "\"" + padded.replace("\"", "\"\"") + "\"" : padded;
    }

    private static ObjectNode object(WireRow row, Random random) {
        List<String> columns = new ArrayList<>(WireRow.COLUMNS);
        Collections.shuffle(columns, random);
        ObjectNode object = JSON.createObjectNode();
        for (String column : columns) {
            String cell = row.cells().get(column);
            if (cell == null) {
                if (random.nextInt(3) == 0) {
                    object.putNull(column);
                }
            } else if (cell.matches("[1-9][0-9]?") && column.equals("discount") && random.nextBoolean()) {
                object.put(column, Integer.parseInt(cell));
            } else if (cell.matches("true|false") && random.nextBoolean()) {
                object.put(column, Boolean.parseBoolean(cell));
            } else {
                object.put(column, cell);
            }
        }
        return object;
    }

    private static String array(List<WireRow> rows, Random random) {
        ArrayNode array = JSON.createArrayNode();
        rows.forEach(row -> array.add(object(row, random)));
        return random.nextBoolean() ? array.toString() : array.toPrettyString();
    }

    private static String lines(List<WireRow> rows, Random random) {
        StringBuilder lines = new StringBuilder();
        rows.forEach(row -> lines.append(object(row, random)).append(random.nextBoolean() ? "\n" : "\r\n\r\n"));
        return lines.toString();
    }

    private static String form(List<WireRow> rows, Random random) {
        int middle = random.nextInt(rows.size() + 1);
        return "--b 1\r\nContent-Disposition: form-data; name=\"a\"; filename=\"a.csv\"\r\n\r\n"
                + csv(rows.subList(0, middle), random)
                + "\r\n--b 1\r\nContent-Type: application/json\r\n"
                + "Content-Disposition: form-data; name=b; filename=b\r\n\r\n"
                + array(rows.subList(middle, rows.size()), random) + "\r\n--b 1--\r\n";
    }

    private Body packed() {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
            out.write(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new Body(mediaType, true, packed.toByteArray());
    }

    static String json(Object value) {
        try {
            return JSON.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
