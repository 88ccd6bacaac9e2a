package io.promopool.upload;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.promopool.pool.ExpirationFormat;
import io.promopool.pool.InvalidFieldException;
import io.promopool.pool.Text;
import io.promopool.pool.UploadReport;
import io.promopool.upload.testing.TestUploader;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.ZoneId;
import java.util.Arrays;

/**
 * The parsers, with arbitrary bytes. {@code mvn test} runs them with the recorded inputs in {@code ParserFuzzTestInputs}:
 * seeds, and inputs that once broke a parser. To search for more, guided by coverage:
 *
 * <pre>mvn test -Pfuzz -Dtest=ParserFuzzTest#an_upload_ends_in_a_report_or_a_reason</pre>
 *
 * Run one method at a time. It ends after a minute, or after {@code -Djazzer.max_duration=10m}. An input that breaks it
 * is written to {@code ParserFuzzTestInputs}; commit it. What the search has learned is written to
 * {@code .cifuzz-corpus}; do not commit that.
 */
class ParserFuzzTest {
    private static final String[] TYPES = {
        TestUploader.CSV,
        TestUploader.JSON,
        TestUploader.NDJSON,
        "multipart/form-data; boundary=b",
        "text/csv; charset=utf-8"
    };
    private static final ExpirationFormat DATES = new ExpirationFormat(ZoneId.of("Europe/Kyiv"));

    /** The first byte chooses the media type, and whether the rest is declared as gzip. */
    @FuzzTest(maxDuration = "1m")
    void an_upload_ends_in_a_report_or_a_reason(byte[] data) {
        if (data.length == 0) {
            return;
        }
        int choice = data[0] & 0xff;
        String type = TYPES[choice % TYPES.length];
        ByteArrayInputStream body = new ByteArrayInputStream(Arrays.copyOfRange(data, 1, data.length));
        TestUploader upload = new TestUploader(100_000);
        UploadReport report;
        try {
            report = upload.upload(
                    choice >= 128 ? TestUploader.packed(type, "gzip", body) : TestUploader.request(type, body));
        } catch (UploadFailure failure) {
            assertFalse(failure.getMessage().isBlank());
            report = failure.report();
        }
        assertEquals(
                upload.pool().codes().stream()
                        .filter(code -> !code.startsWith("taken"))
                        .count(),
                report.added());
        assertEquals(report.added() + report.rejected(), report.read());
        assertTrue(report.errors().size() <= UploadReport.MAX_ERRORS);
        upload.pool().rows().forEach(row -> assertEquals(row.code(), Text.code(row.code())));
    }

    @FuzzTest(maxDuration = "1m")
    void a_date_that_is_taken_is_printed_so_that_it_is_taken_again_as_the_same(byte[] data) {
        try {
            var date = DATES.parse(new String(data, StandardCharsets.UTF_8));
            // In the hour that a clock change repeats, the later of two times is printed as the earlier one.
            long change = date.isNever()
                    ? 0
                    : date.epochSecond() - DATES.parse(DATES.print(date)).epochSecond();
            assertTrue(change == 0 || change == 3_600, "moved by " + change + " s");
        } catch (InvalidFieldException refused) {
            assertEquals("expirationDate", refused.field());
        }
    }
}
