package io.promopool.upload;

import static io.promopool.upload.testing.TestUploader.JSON;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import io.promopool.pool.Expiration;
import io.promopool.pool.UploadReport;
import io.promopool.pool.UploadReport.RowError;
import io.promopool.pool.UploadRow;
import io.promopool.upload.UploadFailure.Kind;
import io.promopool.upload.testing.TestUploader;
import java.io.IOException;
import java.io.StringReader;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonUploadTest {
    private static final String UNKNOWN =
            "is not a field of a row; the fields are code, type, discount, expirationDate and inUse";

    private final TestUploader upload = new TestUploader();

    @Test
    void every_field_is_read() throws UploadFailure {
        UploadReport report = upload.upload(JSON, """
                [{"code": "A", "type": "b", "discount": 5, "expirationDate": "never", "inUse": true},
                 {"CODE": " B ", "discount": "05", "InUse": "False", "type": null}]
                """);

        assertEquals(2, report.added());
        assertEquals(
                List.of(
                        new UploadRow(
                                1,
                                "A",
                                Optional.of("b"),
                                OptionalInt.of(5),
                                Optional.of(Expiration.NEVER),
                                Optional.of(true)),
                        new UploadRow(
                                2, "B", Optional.empty(), OptionalInt.of(5), Optional.empty(), Optional.of(false))),
                upload.pool().rows());
    }

    @Test
    void one_object_is_one_row() throws UploadFailure {
        upload.upload(JSON, " {\"code\": \"A\"} ");

        assertEquals(1, upload.pool().rows().get(0).line());
    }

    @Test
    void an_empty_array_reads_nothing() throws UploadFailure {
        assertEquals(0, upload.upload(JSON, "[]").read());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " \n", "\uFEFF"})
    void an_empty_body_is_refused(String body) {
        UploadFailure failure = upload.failure(JSON, body);

        assertEquals(Kind.MALFORMED, failure.kind());
        assertTrue(failure.getMessage().contains("empty"), failure.getMessage());
    }

    @ParameterizedTest
    @ValueSource(strings = {"5", "\"code\"", "null", "true"})
    void a_single_value_is_refused(String body) {
        assertEquals(Kind.MALFORMED, upload.failure(JSON, body).kind());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"code\": 12}|12|code|is not a string; put it in quotation marks,"
                        + " or digits such as leading zeros could be lost",
                "{\"code\": \"X\", \"type\": 1}|X|type|is not a string; put it in quotation marks",
                "{\"code\": \"X\", \"expirationDate\": 20171231}|X|expirationDate|"
                        + "is not a string; put it in quotation marks",
                "{\"code\": \"X\", \"discount\": 10.0}|X|discount|"
                        + "is not a whole number from 0 to 99; the value is \"10.0\"",
                "{\"code\": \"X\", \"discount\": 10.5}|X|discount|"
                        + "is not a whole number from 0 to 99; the value is \"10.5\"",
                "{\"code\": \"X\", \"discount\": -1}|X|discount|"
                        + "is not a whole number from 0 to 99; the value is \"-1\"",
                "{\"code\": \"X\", \"discount\": 1e1}|X|discount|"
                        + "is not a whole number from 0 to 99; the value is \"1e1\"",
                "{\"code\": \"X\", \"discount\": true}|X|discount|is not a whole number from 0 to 99",
                "{\"code\": \"X\", \"inUse\": 1}|X|inUse|is neither true nor false",
                "{\"code\": \"X\", \"inUse\": \"no\"}|X|inUse|is neither true nor false; the value is \"no\"",
                "{\"expiry\": \"never\", \"code\": \"X\"}|X|expiry|" + UNKNOWN,
                "{\"x\": [{\"y\": [1, {}]}, []], \"code\": \"X\"}|X|x|" + UNKNOWN,
                "{\"code\": \"X\", \"Code\": \"Y\"}|X|code|occurs twice",
                "{\"code\": \"X\", \"type\": null, \"type\": \"b\"}|X|type|occurs twice",
                "{\"type\": {\"code\": \"Z\"}, \"code\": \"X\"}|X|type|"
                        + "is an object or an array; it must be a single value",
                "{\"code\": [\"X\"]}|``|code|is an object or an array; it must be a single value",
                "{\"code\": null}|``|code|is empty; it must have 1 to 255 characters",
                "{}|``|code|is empty; it must have 1 to 255 characters",
                "\"X\"|``|row|is not a JSON object",
                "null|``|row|is not a JSON object",
                "[{\"code\": \"X\"}, []]|``|row|is not a JSON object",
                "{\"code\": \"\\uD800\"}|\uFFFD|code|"
                        + "has half of a surrogate pair at position 1, which is not a character; remove it",
            })
    void a_bad_row_is_rejected_alone(String row, String code, String field, String reason) throws UploadFailure {
        UploadReport report = upload.upload(JSON, "[{\"code\": \"before\"}, " + row + ", {\"code\": \"after\"}]");

        assertEquals(List.of("before", "after"), upload.pool().codes());
        assertEquals(3, upload.pool().rows().get(1).line());
        assertEquals(List.of(new RowError(Optional.empty(), 2, code, field, reason)), report.errors());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"code\" \"B\"}]|this is not valid JSON, at line 2, column ",
                "{\"code\": \"B\"|the JSON ends too early, at line 2",
                "{\"code\": \"B|the JSON ends too early, at line 2",
                "{\"code\": \"B\",}]|this is not valid JSON, at line 2",
                "{\"code\": \"B\", \"discount\": 05}]|this is not valid JSON, at line 2",
                "{\"code\": 'B'}]|this is not valid JSON, at line 2",
                "nope]|this is not valid JSON, at line 2",
                "]|this is not valid JSON, at line 2, column ",
            })
    void malformed_json_ends_the_upload_and_keeps_what_was_before(String bad, String message) {
        UploadFailure failure = upload.failure(JSON, "[{\"code\": \"A\"},\n" + bad);

        assertEquals(Kind.MALFORMED, failure.kind());
        assertTrue(failure.getMessage().startsWith(message), failure.getMessage());
        assertFalse(failure.getMessage().contains("Feature"), failure.getMessage());
        assertEquals(List.of("A"), upload.pool().codes());
        assertEquals(1, failure.report().added());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[{\"code\": \"A\"}] x",
                "[{\"code\": \"A\"}][]",
                "{\"code\": \"A\"}{\"code\": \"B\"}",
                "[{\"code\": \"A\"}]]",
            })
    void text_after_the_end_is_malformed(String body) {
        UploadFailure failure = upload.failure(JSON, body);

        assertEquals(Kind.MALFORMED, failure.kind());
        assertEquals(List.of("A"), upload.pool().codes());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"code\": \"LONG\"}",
                "{\"code\": \"B\", LONG\"type\": \"x\"}",
                "{\"LONG\": 1}",
                "{\"x\": \"LONG\"}",
                "{\"code\": \"B\", \"type\": \"LONG",
                "{\"x\": [LONG]}",
            })
    void a_row_that_is_too_long_ends_the_upload(String row) {
        String longText = (row.contains("\"LONG") ? "x" : " ").repeat(10 * TestUploader.MAX_ROW_LENGTH);
        UploadFailure failure = upload.failure(JSON, "[{\"code\": \"A\"}, " + row.replace("LONG", longText) + "]");

        assertEquals(Kind.MALFORMED, failure.kind());
        assertEquals(
                "element 2 is longer than 1000 characters; perhaps a closing quotation mark or brace is missing",
                failure.getMessage());
        assertEquals(List.of("A"), upload.pool().codes());
    }

    /** The parser reuses the buffers of its thread, and notices a long text only when they are full. */
    @Test
    void a_row_that_is_too_long_is_reported_as_such_whatever_the_thread_parsed_before() throws IOException {
        try (JsonParser large = new JsonFactory().createParser(new StringReader('"' + "x".repeat(100_000) + '"'))) {
            large.nextToken();
            large.getText();
        }
        a_row_that_is_too_long_ends_the_upload("{\"code\": \"B\", \"type\": \"LONG");
    }

    @Test
    void a_number_that_is_too_long_ends_the_upload() {
        UploadFailure failure = upload.failure(JSON, "[" + "1".repeat(2_000) + "]");

        assertTrue(failure.getMessage().startsWith("element 1 is longer than 1000 characters"), failure.getMessage());
    }

    @Test
    void space_between_rows_is_not_part_of_them() throws UploadFailure {
        String space = " ".repeat(10 * TestUploader.MAX_ROW_LENGTH);

        String json = "[ {\"code\": \"A\"} , {\"code\": \"B\"} ]"
                .replace(" {", space + "{")
                .replace("} ", "}" + space);

        assertEquals(2, upload.upload(JSON, json).added());
    }

    @Test
    void deep_nesting_ends_the_upload() {
        UploadFailure failure = upload.failure(JSON, "[{\"code\": \"A\"}," + "[".repeat(900));

        assertEquals("element 2 is nested more than 16 levels deep; a row must be a flat object", failure.getMessage());
        assertEquals(List.of("A"), upload.pool().codes());
    }
}
