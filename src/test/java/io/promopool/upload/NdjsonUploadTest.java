package io.promopool.upload;

import static io.promopool.upload.testing.TestUploader.NDJSON;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.promopool.pool.UploadReport;
import io.promopool.pool.UploadReport.RowError;
import io.promopool.pool.UploadRow;
import io.promopool.upload.UploadFailure.Kind;
import io.promopool.upload.testing.TestUploader;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NdjsonUploadTest {
    private final TestUploader upload = new TestUploader();

    @ParameterizedTest
    @ValueSource(strings = {"\n", "\r\n"})
    void each_line_is_a_row_except_blank_ones(String lineEnd) throws UploadFailure {
        upload.upload(NDJSON, "\n{\"code\":\"A\"}\n  \n{\"code\":\"B\"}".replace("\n", lineEnd));

        assertEquals(List.of("A", "B"), upload.pool().codes());
        assertEquals(
                List.of(2L, 4L),
                upload.pool().rows().stream().map(UploadRow::line).toList());
    }

    @Test
    void a_bad_row_is_rejected_alone() throws UploadFailure {
        UploadReport report =
                upload.upload(NDJSON, "{\"code\":\"A\"}\n[]\n{\"code\":\"B\",\"x\":1}\n{\"code\":\"C\"}\n");

        assertEquals(List.of("A", "C"), upload.pool().codes());
        assertEquals(
                List.of(
                        new RowError(Optional.empty(), 2, "", "row", "is not a JSON object"),
                        new RowError(
                                Optional.empty(),
                                3,
                                "B",
                                "x",
                                "is not a field of a row;"
                                        + " the fields are code, type, discount, expirationDate and inUse")),
                report.errors());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"code\":\"B\"|the JSON ends too early, at line 3, column ",
                "{\"code\":\"B\"} {\"code\":\"C\"}|there is text after the end of the JSON, at line 3, column 14",
                "{\"code\":\"B\"}]|this is not valid JSON, at line 3, column ",
                "code,type|this is not valid JSON, at line 3, column ",
            })
    void a_malformed_line_ends_the_upload_and_keeps_what_was_before(String bad, String message) {
        UploadFailure failure = upload.failure(NDJSON, "{\"code\":\"A\"}\n\n" + bad + "\n{\"code\":\"D\"}\n");

        assertEquals(Kind.MALFORMED, failure.kind());
        assertTrue(failure.getMessage().startsWith(message), failure.getMessage());
        assertEquals(List.of("A"), upload.pool().codes());
    }

    @Test
    void a_line_that_is_too_long_ends_the_upload() {
        UploadFailure failure = upload.failure(NDJSON, "{\"code\":\"A\"}\n{\"code\":\"" + "B".repeat(1_000_000 - 100));

        assertEquals(
                "the row at line 2 is longer than 1000 characters; a line break might be missing",
                failure.getMessage());
        assertEquals(List.of("A"), upload.pool().codes());
    }

    @Test
    void an_empty_body_is_refused() {
        assertEquals(Kind.MALFORMED, upload.failure(NDJSON, "").kind());
        assertEquals(Kind.MALFORMED, upload.failure(NDJSON, "\n\n").kind());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "application/ndjson",
                "application/jsonl",
                "application/x-jsonl",
                "Application/X-NDJSON; charset=\"UTF-8\"",
            })
    void its_other_media_types_are_accepted(String mediaType) throws UploadFailure {
        assertEquals(1, upload.upload(mediaType, "{\"code\":\"A\"}").added());
    }
}
