package io.promopool.upload;

import static io.promopool.upload.testing.TestUploader.CSV;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.promopool.pool.Expiration;
import io.promopool.pool.UploadReport;
import io.promopool.pool.UploadReport.RowError;
import io.promopool.pool.UploadRow;
import io.promopool.upload.UploadFailure.Kind;
import io.promopool.upload.testing.TestUploader;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CsvUploadTest {
    private static final Optional<Expiration> NEVER = Optional.of(Expiration.NEVER);

    private final TestUploader upload = new TestUploader();

    @Test
    void every_column_becomes_its_field() throws UploadFailure {
        UploadReport report = upload.upload(
                CSV,
                "code,type,discount,expirationDate,inUse\nA1,birthday,05,2017-12-31T23:59,TRUE\nA2,b,,never,False\n");

        assertEquals(2, report.added());
        Expiration date = new Expiration(Instant.parse("2017-12-31T23:59:00Z").getEpochSecond());
        assertEquals(
                List.of(
                        new UploadRow(
                                2,
                                "A1",
                                Optional.of("birthday"),
                                OptionalInt.of(5),
                                Optional.of(date),
                                Optional.of(true)),
                        new UploadRow(3, "A2", Optional.of("b"), OptionalInt.empty(), NEVER, Optional.of(false))),
                upload.pool().rows());
    }

    @Test
    void columns_may_come_in_any_case_and_order() throws UploadFailure {
        upload.upload(CSV, "INUSE, Discount ,CODE\nfalse,7,X\n");

        assertEquals(
                List.of(row(2, "X", OptionalInt.of(7), Optional.of(false))),
                upload.pool().rows());
    }

    @ParameterizedTest
    @ValueSource(strings = {",", ";", "\t"})
    void the_delimiter_is_found_from_the_header(String delimiter) throws UploadFailure {
        upload.upload(CSV, "discount,code\n7,X\n".replace(",", delimiter));

        assertEquals(
                List.of(row(2, "X", OptionalInt.of(7), Optional.empty())),
                upload.pool().rows());
    }

    @Test
    void a_file_from_a_spreadsheet_is_fine() throws UploadFailure {
        upload.upload(CSV, "\uFEFF\"code\";\"type\"\r\n\"A;1\";Свято\r\n\r\n\u00A0A2 ;\"say \"\"hi\"\"\"\r\n");

        assertEquals(List.of("A;1", "A2"), upload.pool().codes());
        assertEquals("say \"hi\"", upload.pool().rows().get(1).type().orElseThrow());
    }

    @Test
    void a_single_column_is_enough() throws UploadFailure {
        upload.upload(CSV, "code\nA\n\nB");

        assertEquals(List.of("A", "B"), upload.pool().codes());
    }

    @Test
    void a_header_without_rows_reads_nothing() throws UploadFailure {
        assertEquals(0, upload.upload(CSV, "code,type\n").read());
        assertEquals(0, upload.upload(CSV, "code").read());
    }

    @ParameterizedTest
    @ValueSource(strings = {"\n", "\r\n", "\r"})
    void the_line_of_a_row_is_where_it_begins_in_the_file(String lineEnd) throws UploadFailure {
        String csv = "\n  \ncode,type\nA,x\n\n \u00A0\nB,\"two\nlines\"\nC,y\n\n\"D\"\n".replace("\n", lineEnd);
        UploadReport report = upload.upload(CSV, csv);

        assertEquals(
                List.of(4L, 9L),
                upload.pool().rows().stream().map(UploadRow::line).toList());
        assertEquals(
                List.of(7L, 11L), report.errors().stream().map(RowError::line).toList());
        assertEquals(4, report.read());
    }

    @Test
    void the_line_is_right_after_a_quoted_column_name() throws UploadFailure {
        upload.upload(CSV, "\"code\"\r\n\"A\"\r\n");

        assertEquals(2, upload.pool().rows().get(0).line());
    }

    @ParameterizedTest
    @ValueSource(strings = {"code,expiryDate", "code,type,CODE", "type,discount"})
    void a_wrong_column_refuses_the_whole_upload(String header) {
        UploadFailure failure = upload.failure(CSV, header + "\nA,B,C\n");

        assertEquals(Kind.MALFORMED, failure.kind());
        assertEquals(Optional.of(header.contains("expiry") ? "expiryDate" : "code"), failure.field());
        assertEquals(0, failure.report().read());
        assertEquals(List.of(), upload.pool().chunks());
    }

    @Test
    void a_column_without_a_name_refuses_the_whole_upload() {
        UploadFailure failure = upload.failure(CSV, "code,,type\nA,B,C\n");

        assertEquals(Kind.MALFORMED, failure.kind());
        assertEquals("column 2 has no name; nothing of the file was loaded", failure.getMessage());
        assertEquals(List.of(), upload.pool().chunks());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\n\n", " \r\n", "\uFEFF"})
    void an_empty_body_is_refused(String body) {
        UploadFailure failure = upload.failure(CSV, body);

        assertEquals(Kind.MALFORMED, failure.kind());
        assertTrue(failure.getMessage().contains("empty"), failure.getMessage());
    }

    @Test
    void a_row_with_another_number_of_cells_is_rejected_alone() throws UploadFailure {
        UploadReport report = upload.upload(CSV, "type,code\nx,A\nx\nx,B,\nx,C\n");

        assertEquals(List.of("A", "C"), upload.pool().codes());
        assertEquals(
                List.of(
                        new RowError(Optional.empty(), 3, "", "row", "has 1 cell, the header has 2"),
                        new RowError(Optional.empty(), 4, "B", "row", "has 3 cells, the header has 2")),
                report.errors());
    }

    @Test
    void a_bad_row_is_rejected_alone_with_field_and_reason() throws UploadFailure {
        UploadReport report = upload.upload(CSV, """
                code,discount,expirationDate,inUse
                A,10%,,
                B,100,,
                C,,31.12.2017,
                D,,,yes
                ,,,
                E\u0001,,,
                F,9,never,true
                """);

        assertEquals(List.of("F"), upload.pool().codes());
        assertEquals(6, report.rejected());
        assertEquals(
                List.of(
                        error(2, "A", "discount", "is not a whole number from 0 to 99; the value is \"10%\""),
                        error(3, "B", "discount", "is 100; it must be a whole number from 0 to 99"),
                        error(
                                4,
                                "C",
                                "expirationDate",
                                "is not a date; write 2017-12-31T23:59"
                                        + " (seconds, Z and offsets are allowed, fractions are not), or never;"
                                        + " the value is \"31.12.2017\""),
                        error(5, "D", "inUse", "is neither true nor false; the value is \"yes\""),
                        error(6, "", "code", "is empty; it must have 1 to 255 characters"),
                        error(7, "E\u0001", "code", "has a control character (U+0001) at position 2; remove it")),
                report.errors());
    }

    @Test
    void a_pair_of_quotes_is_an_empty_code_and_not_a_blank_line() throws UploadFailure {
        UploadReport report = upload.upload(CSV, "code\n\"\"\n");

        assertEquals(List.of(error(2, "", "code", "is empty; it must have 1 to 255 characters")), report.errors());
    }

    @Test
    void a_code_is_reported_with_at_most_255_code_points() throws UploadFailure {
        UploadReport report = upload.upload(CSV, "code\n" + "\uD83D\uDE00".repeat(256) + "\n");

        assertEquals("\uD83D\uDE00".repeat(255), report.errors().get(0).code());
    }

    @Test
    void an_empty_cell_and_a_missing_column_take_the_default() throws UploadFailure {
        RowDefaults defaults = new RowDefaults(Optional.of("party"), OptionalInt.of(3), NEVER);
        upload.uploadWith(defaults, "code,type,discount\nA, ,\nB,own,4\n");

        UploadRow first = upload.pool().rows().get(0);
        assertEquals(Optional.of("party"), first.type());
        assertEquals(OptionalInt.of(3), first.discount());
        assertEquals(NEVER, first.expiration());
        assertEquals(Optional.empty(), first.inUse());
        UploadRow second = upload.pool().rows().get(1);
        assertEquals(Optional.of("own"), second.type());
        assertEquals(OptionalInt.of(4), second.discount());
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"C\"x\nD\n", "\"C\nD\n", "\"C"})
    void malformed_csv_ends_the_upload_and_keeps_what_was_before(String bad) {
        UploadFailure failure = upload.failure(CSV, "code\nA\n\nB\n" + bad);

        assertEquals(Kind.MALFORMED, failure.kind());
        assertTrue(failure.getMessage().startsWith("the row at line 5 is not valid CSV"), failure.getMessage());
        assertEquals(List.of("A", "B"), upload.pool().codes());
        assertEquals(2, failure.report().added());
    }

    @Test
    void a_malformed_header_is_reported() {
        UploadFailure failure = upload.failure(CSV, "\"code\nA\n");

        assertTrue(failure.getMessage().startsWith("the header row at line 1 is not valid CSV"), failure.getMessage());
    }

    @Test
    void a_row_may_be_as_long_as_the_limit_and_no_longer() throws UploadFailure {
        String type = "t".repeat(TestUploader.MAX_ROW_LENGTH - "A,\n".length());
        assertEquals(1, upload.upload(CSV, "code,type\nA," + type + "\nB,x\n").rejected());

        UploadFailure failure = upload.failure(CSV, "code,type\nX,y\nA,t" + type + "\nB,x\n");

        assertEquals(Kind.MALFORMED, failure.kind());
        assertEquals(
                "the row at line 3 is longer than 1000 characters; perhaps a closing quotation mark is missing",
                failure.getMessage());
        assertEquals(List.of("B", "X"), upload.pool().codes());
    }

    @Test
    void an_unclosed_quote_does_not_swallow_the_rest_of_a_large_file() {
        UploadFailure failure = upload.failure(CSV, "code\nA\n\"B\n" + "C\n".repeat(100_000));

        assertTrue(failure.getMessage().startsWith("the row at line 3 is longer than"), failure.getMessage());
        assertEquals(List.of("A"), upload.pool().codes());
    }

    @Test
    void the_length_of_the_header_is_limited_too() {
        UploadFailure failure = upload.failure(CSV, "code,".repeat(100_000));

        assertTrue(failure.getMessage().startsWith("the row at line 1 is longer than"), failure.getMessage());
    }

    private static RowError error(long line, String code, String field, String reason) {
        return new RowError(Optional.empty(), line, code, field, reason);
    }

    private static UploadRow row(long line, String code, OptionalInt discount, Optional<Boolean> inUse) {
        return new UploadRow(line, code, Optional.empty(), discount, Optional.empty(), inUse);
    }
}
