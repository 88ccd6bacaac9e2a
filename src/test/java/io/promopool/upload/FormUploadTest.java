package io.promopool.upload;

import static io.promopool.upload.testing.TestUploader.cutOff;
import static io.promopool.upload.testing.TestUploader.gzip;
import static io.promopool.upload.testing.TestUploader.packed;
import static io.promopool.upload.testing.TestUploader.request;
import static io.promopool.upload.testing.TestUploader.utf8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.promopool.pool.UploadReport;
import io.promopool.pool.UploadReport.RowError;
import io.promopool.pool.UploadRow;
import io.promopool.upload.UploadFailure.Kind;
import io.promopool.upload.testing.TestUploader;
import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FormUploadTest {
    private static final String FORM = "multipart/form-data; boundary=xYz";
    private static final String END = "--xYz--\r\n";

    private final TestUploader upload = new TestUploader();

    @Test
    void files_are_loaded_in_order_each_in_its_format() throws UploadFailure {
        UploadReport report = upload.upload(
                FORM,
                part("a.CSV", "application/vnd.ms-excel", "code\nA\n")
                        + part("b.json", "", "[{\"code\":\"B\"}]")
                        + part("c.ndjson", "text/plain", "{\"code\":\"C\"}\n")
                        + part("d.jsonl", "text/plain", "{\"code\":\"D\"}")
                        + part("export", "text/csv; charset=utf-8", "code\nE")
                        + END);

        assertEquals(5, report.added());
        assertEquals(List.of("A", "B", "C", "D", "E"), upload.pool().codes());
        assertEquals(
                List.of(2L, 1L, 1L, 1L, 2L),
                upload.pool().rows().stream().map(UploadRow::line).toList());
        assertEquals(5, upload.pool().chunks().size());
    }

    @Test
    void errors_name_the_file() throws UploadFailure {
        UploadReport report = upload.upload(
                FORM, part("свято 1.csv", "", "code,type\nA\ntaken1,x\n") + part("b.csv", "", "code\ntaken2\n") + END);

        assertEquals(
                List.of(
                        new RowError(Optional.of("свято 1.csv"), 2, "A", "row", "has 1 cell, the header has 2"),
                        new RowError(Optional.of("свято 1.csv"), 3, "taken1", "code", "already claimed"),
                        new RowError(Optional.of("b.csv"), 2, "taken2", "code", "already claimed")),
                report.errors());
    }

    @Test
    void a_form_may_be_compressed() throws UploadFailure {
        byte[] body = gzip(utf8(part("a.csv", "", "code\nA\n") + END));

        assertEquals(
                1,
                upload.upload(packed(FORM, "gzip", new ByteArrayInputStream(body)))
                        .added());
    }

    @Test
    void a_file_with_an_error_is_named_and_those_before_it_are_loaded() {
        UploadFailure failure = upload.failure(
                FORM,
                part("a.csv", "", "code\nA\n") + part("b.csv", "", "kode\nB\n") + part("c.csv", "", "code\nC\n") + END);

        assertEquals(Kind.MALFORMED, failure.kind());
        assertTrue(failure.getMessage().startsWith("file \"b.csv\": unknown column \"kode\""), failure.getMessage());
        assertEquals(Optional.of("kode"), failure.field());
        assertEquals(List.of("A"), upload.pool().codes());
        assertEquals(1, failure.report().added());
    }

    @Test
    void a_file_of_an_unknown_format_is_refused() {
        UploadFailure failure = upload.failure(FORM, part("a.xlsx", "application/octet-stream", "PK") + END);

        assertEquals(Kind.UNSUPPORTED_MEDIA_TYPE, failure.kind());
        assertEquals(
                "file \"a.xlsx\": its format is unknown; give its name the extension .csv, .json, .ndjson or .jsonl",
                failure.getMessage());
    }

    @Test
    void a_file_in_another_character_set_is_refused() {
        UploadFailure failure = upload.failure(FORM, part("a.csv", "text/csv; charset=koi8-r", "code\nA\n") + END);

        assertEquals(Kind.UNSUPPORTED_MEDIA_TYPE, failure.kind());
        assertEquals(List.of(), upload.pool().chunks());
    }

    @Test
    void a_field_that_is_not_a_file_is_refused() {
        UploadFailure failure = upload.failure(
                FORM, "--xYz\r\nContent-Disposition: form-data; name=\"type\"\r\n\r\nbirthday\r\n" + END);

        assertEquals(Kind.MALFORMED, failure.kind());
        assertEquals(
                "the form field \"type\" is not a file; send parameters in the query of the URL", failure.getMessage());
    }

    @Test
    void a_part_without_a_name_is_not_ignored() throws UploadFailure {
        upload.upload(FORM, "--xYz\r\nContent-Disposition: form-data; filename=a.csv\r\n\r\ncode\nA\r\n" + END);

        assertEquals(List.of("A"), upload.pool().codes());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "--xYz--\r\n", "code\nA\n", "--other\r\n"})
    void a_form_without_a_file_is_refused(String body) {
        UploadFailure failure = upload.failure(FORM, body);

        assertEquals(Kind.MALFORMED, failure.kind());
        assertEquals("there is no file in the form", failure.getMessage());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "multipart/form-data",
                "multipart/form-data; boundary=",
                "multipart/form-data; boundary=\"=?utf-8?B?*?=\"",
            })
    void an_invalid_boundary_is_refused(String type) {
        assertEquals(
                Kind.MALFORMED,
                upload.failure(type, part("a.csv", "", "code\nA\n") + END).kind());
    }

    @Test
    void endless_headers_of_a_part_are_refused() {
        UploadFailure failure = upload.failure(FORM, "--xYz\r\nX: " + "y".repeat(100_000));

        assertEquals(Kind.MALFORMED, failure.kind());
        assertEquals("a part of the form has headers of more than 4096 bytes", failure.getMessage());
    }

    @Test
    void the_size_limit_is_for_the_whole_form() {
        TestUploader small = new TestUploader(300);
        UploadFailure failure = small.failure(
                FORM, part("a.csv", "", "code\nA\n") + part("b.csv", "", "code\n" + "B\n".repeat(1_000)) + END);

        assertEquals(Kind.TOO_LARGE, failure.kind());
    }

    @Test
    void a_form_that_is_cut_short_anywhere_is_never_accepted_as_complete() {
        byte[] whole = utf8(part("a.csv", "", "code\nA\nB\n") + part("b.csv", "", "code\nC\n") + "--xYz--");
        List<String> codes = List.of("A", "B", "C");
        for (int length = 0; length < whole.length; length++) {
            byte[] cut = Arrays.copyOf(whole, length);
            for (InputStream body : List.of(new ByteArrayInputStream(cut), cutOff(cut))) {
                TestUploader fresh = new TestUploader();
                UploadFailure failure = fresh.failure(request(FORM, body));

                assertEquals(Kind.MALFORMED, failure.kind());
                assertEquals(
                        codes.subList(0, fresh.pool().codes().size()),
                        fresh.pool().codes());
                assertEquals(fresh.pool().codes().size(), failure.report().added());
            }
        }
    }

    @Test
    void files_come_out_as_they_went_in_however_the_body_is_split() throws UploadFailure {
        String nasty = "code\r\nA\rB\n\nC\r\n--xY\r\n-\r\n--xY--\nD\r\r\n";
        byte[] whole = utf8(part("a.csv", "", nasty) + part("b.csv", "", "code\r\nE\r")
                + part("c.csv", "", "code\n\r\nF") + "--xYz--\r\nignored");
        TestUploader reference = new TestUploader();
        reference.upload(TestUploader.CSV, nasty);
        List<String> codes = new ArrayList<>(reference.pool().codes());
        codes.addAll(List.of("E", "F"));
        for (int size = 1; size < 80; size++) {
            TestUploader fresh = new TestUploader();
            fresh.upload(request(FORM, inPieces(whole, size)));

            assertEquals(codes, fresh.pool().codes(), "pieces of " + size);
        }
    }

    @Test
    void an_empty_file_is_named() {
        UploadFailure failure = upload.failure(FORM, part("a.csv", "", "code\nA") + part("empty.ndjson", "", "") + END);

        assertEquals("file \"empty.ndjson\": the body is empty; to upload no rows, send []", failure.getMessage());
        assertEquals(List.of("A"), upload.pool().codes());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "filename=a.csv|a.csv",
                "filename=\"a;b=\\\"c.csv\"|a;b=\"c.csv",
                "filename=\"C:\\new\\a.csv\"|C:\\new\\a.csv",
                "FileName = \"свято.csv\"|свято.csv",
                "filename=\"a.xls\"; filename*=UTF-8''%D1%81%D0%B2+.csv|св+.csv",
                "filename*=utf-8'uk'b.csv; filename=a.xls|b.csv",
                "filename=a.csv; filename*=koi8-r''x.xls|a.csv",
            })
    void a_file_name_is_read_in_all_the_ways_of_writing_it(String parameter, String name) throws UploadFailure {
        UploadReport report = upload.upload(
                FORM, "--xYz\r\nContent-Disposition: form-data; " + parameter + "\r\n\r\ncode\ntaken1\r\n" + END);

        assertEquals(Optional.of(name), report.errors().get(0).file());
    }

    @ParameterizedTest
    @ValueSource(strings = {"filename=\"a.csv", "filename*=utf-8''%zz.csv"})
    void a_file_name_that_cannot_be_read_is_refused(String parameter) {
        UploadFailure failure = upload.failure(
                FORM, "--xYz\r\nContent-Disposition: form-data; " + parameter + "\r\n\r\ncode\nA\r\n" + END);

        assertEquals(Kind.MALFORMED, failure.kind());
        assertEquals("the header parameters " + parameter + " can't be read", failure.getMessage());
    }

    private static InputStream inPieces(byte[] bytes, int size) {
        return new FilterInputStream(new ByteArrayInputStream(bytes)) {
            @Override
            public int read(byte[] target, int offset, int length) throws IOException {
                return super.read(target, offset, Math.min(length, size));
            }
        };
    }

    private static String part(String fileName, String type, String content) {
        return "--xYz\r\nContent-Disposition: form-data; name=\"file\"; filename=\"" + fileName + "\"\r\n"
                + (type.isEmpty() ? "" : "content-type: " + type + "\r\n")
                + "\r\n" + content + "\r\n";
    }
}
