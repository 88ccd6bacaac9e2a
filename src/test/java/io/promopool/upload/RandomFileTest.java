package io.promopool.upload;

import static io.promopool.upload.testing.TestUploader.CSV;
import static io.promopool.upload.testing.TestUploader.JSON;
import static io.promopool.upload.testing.TestUploader.NDJSON;
import static io.promopool.upload.testing.TestUploader.cutOff;
import static io.promopool.upload.testing.TestUploader.utf8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.promopool.lang.SpreadsheetCell;
import io.promopool.pool.Text;
import io.promopool.pool.UploadReport;
import io.promopool.upload.UploadFailure.Kind;
import io.promopool.upload.testing.TestUploader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Files generated from seeds, and files cut or damaged at every place. */
class RandomFileTest {
    private static final String[] PIECES = {
        "a",
        "Z",
        "0",
        "\"",
        "\"\"",
        ",",
        ";",
        "\t",
        " ",
        "\u00A0",
        "\n",
        "\r\n",
        "\r",
        "'",
        "\\",
        "#",
        "=",
        "Свято",
        "\uD83D\uDE00",
        "{",
        "\u200B"
    };
    private static final String CSV_SAMPLE =
            "code,type,discount\r\nA1,birthday,5\r\n\r\n\"A\"\"2\",\"black\nfriday\",10\r\n"
                    + "A3,Свято\uD83D\uDE00,\r\nA4,x,7\r\n";
    private static final String JSON_SAMPLE = "[{\"code\": \"A1\", \"type\": \"b\\u0021\", \"discount\": 12},\n"
            + " {\"code\": \"A2\", \"x\": [1, {\"y\": null}]}, {\"code\": \"Свято\"}]";
    private static final String NDJSON_SAMPLE =
            "{\"code\": \"A1\", \"inUse\": true}\r\n\n{\"code\": \"Свято\"}\n{\"code\": \"A3\"}\n";

    @ParameterizedTest
    @ValueSource(chars = {',', ';', '\t'})
    void what_a_csv_printer_writes_is_read_back(char delimiter) throws IOException, UploadFailure {
        for (long seed = 0; seed < 400; seed++) {
            Random random = new Random(seed);
            List<List<String>> expected = new ArrayList<>();
            StringWriter file = new StringWriter();
            CSVFormat format = CSVFormat.DEFAULT
                    .builder()
                    .setDelimiter(delimiter)
                    .setRecordSeparator(List.of("\n", "\r\n", "\r").get(random.nextInt(3)))
                    .get();
            int rejected = 0;
            try (CSVPrinter printer = new CSVPrinter(file, format)) {
                printer.printRecord("type", "code");
                for (int i = 0; i < 20; i++) {
                    String type = cell(random);
                    String code = "c" + i + cell(random) + "e";
                    printer.printRecord(type, code);
                    if (isRejected(type) || isRejected(code)) {
                        rejected++;
                    } else {
                        // A cell that a spreadsheet was kept from running comes back without its apostrophe.
                        expected.add(List.of(Text.trim(SpreadsheetCell.restore(type)), code));
                    }
                }
            }
            TestUploader upload = new TestUploader();
            UploadReport report = upload.upload(CSV, file.toString());

            List<List<String>> read = upload.pool().rows().stream()
                    .map(row -> List.of(row.type().orElse(""), row.code()))
                    .toList();
            assertEquals(expected, read, "seed " + seed);
            assertEquals(rejected, report.rejected(), "seed " + seed);
        }
    }

    @Test
    void a_csv_cut_anywhere_keeps_the_rows_before_the_cut_once() {
        assertCutsAreClean(CSV, CSV_SAMPLE, List.of("A1", "A3", "A4"), "\n");
    }

    @Test
    void a_json_cut_anywhere_keeps_the_rows_before_the_cut_once() {
        assertCutsAreClean(JSON, JSON_SAMPLE, List.of("A1", "Свято"), "}");
    }

    @Test
    void an_ndjson_cut_anywhere_keeps_the_rows_before_the_cut_once() {
        assertCutsAreClean(NDJSON, NDJSON_SAMPLE, List.of("A1", "Свято", "A3"), "\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {CSV, JSON, NDJSON})
    void damaged_bytes_always_end_in_a_report_or_a_failure(String type) {
        byte[] sample = utf8(type.equals(CSV) ? CSV_SAMPLE : type.equals(JSON) ? JSON_SAMPLE : NDJSON_SAMPLE);
        for (long seed = 0; seed < 3_000; seed++) {
            Random random = new Random(seed);
            byte[] damaged = sample.clone();
            for (int i = 0; i <= random.nextInt(3); i++) {
                damaged[random.nextInt(damaged.length)] = (byte) random.nextInt(256);
            }
            TestUploader upload = new TestUploader();
            UploadReport report = reportOf(upload, TestUploader.request(type, new ByteArrayInputStream(damaged)));

            assertEquals(upload.pool().rows().size(), report.added(), "seed " + seed);
        }
    }

    /** A row is complete when its last character has arrived: the line end, or the closing brace. */
    private static void assertCutsAreClean(String type, String sample, List<String> codes, String rowEnd) {
        byte[] bytes = utf8(sample);
        for (int length = 0; length < bytes.length; length++) {
            byte[] cut = Arrays.copyOf(bytes, length);
            String text = new String(cut, StandardCharsets.UTF_8);
            long whole =
                    codes.stream().filter(code -> isWhole(text, code, rowEnd)).count();

            TestUploader lost = new TestUploader();
            UploadFailure failure = lost.failure(TestUploader.request(type, cutOff(cut)));
            assertEquals(Kind.MALFORMED, failure.kind());
            assertEquals(codes.subList(0, (int) whole), lost.pool().codes(), "cut at " + length);

            // If the connection reports no error, a last row without its line end may be complete or not.
            TestUploader ended = new TestUploader();
            reportOf(ended, TestUploader.request(type, new ByteArrayInputStream(cut)));
            int loaded = ended.pool().codes().size();
            assertTrue(loaded == whole || loaded == whole + 1, "cut at " + length);
            assertEquals(codes.subList(0, (int) whole), ended.pool().codes().subList(0, (int) whole));
        }
    }

    private static boolean isWhole(String text, String code, String rowEnd) {
        int start = text.indexOf(code + (rowEnd.equals("}") ? "\"" : ""));
        return start >= 0 && text.indexOf(rowEnd, start) >= 0;
    }

    private static UploadReport reportOf(TestUploader upload, UploadRequest request) {
        try {
            return upload.upload(request);
        } catch (UploadFailure failure) {
            return failure.report();
        }
    }

    private static String cell(Random random) {
        StringBuilder cell = new StringBuilder();
        for (int i = random.nextInt(6); i > 0; i--) {
            cell.append(PIECES[random.nextInt(PIECES.length)]);
        }
        return cell.toString();
    }

    private static boolean isRejected(String text) {
        return Text.trim(text)
                .chars()
                .anyMatch(c -> Character.isISOControl(c) || Character.getType(c) == Character.FORMAT);
    }
}
