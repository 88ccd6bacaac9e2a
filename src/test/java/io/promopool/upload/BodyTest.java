package io.promopool.upload;

import static io.promopool.upload.testing.TestUploader.CSV;
import static io.promopool.upload.testing.TestUploader.JSON;
import static io.promopool.upload.testing.TestUploader.NDJSON;
import static io.promopool.upload.testing.TestUploader.cutOff;
import static io.promopool.upload.testing.TestUploader.gzip;
import static io.promopool.upload.testing.TestUploader.packed;
import static io.promopool.upload.testing.TestUploader.utf8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.promopool.pool.LoadMode;
import io.promopool.pool.UploadReport;
import io.promopool.upload.UploadFailure.Kind;
import io.promopool.upload.testing.TestUploader;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What all formats share: media types, compression, UTF-8, the size limit, a lost connection. */
class BodyTest {
    private static final String ACCEPTED =
            "send text/csv, application/json, application/x-ndjson or multipart/form-data";

    private final TestUploader upload = new TestUploader();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "text/csv",
                "Text/CSV ; charset=UTF-8",
                "text/csv; header=present; charset=\"utf-8\"",
                "text/csv;charset=us-ascii",
            })
    void a_media_type_is_accepted_in_any_case_and_with_parameters(String type) throws UploadFailure {
        assertEquals(1, upload.upload(type, "code\nA\n").added());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "application/xml|the media type application/xml is not supported; " + ACCEPTED,
                "''|no Content-Type was sent; " + ACCEPTED,
                "text/csv; charset=koi8-r|the character set koi8-r is not supported;"
                        + " save the file as UTF-8 and send it with charset=utf-8",
            })
    void other_media_types_and_character_sets_are_refused(String type, String message) {
        UploadFailure failure = upload.failure(type, "code\nA\n");

        assertEquals(Kind.UNSUPPORTED_MEDIA_TYPE, failure.kind());
        assertEquals(message, failure.getMessage());
        assertEquals(List.of(), upload.pool().chunks());
    }

    @Test
    void a_missing_media_type_is_refused() {
        UploadRequest request = new UploadRequest(
                InputStream.nullInputStream(),
                Optional.empty(),
                Optional.empty(),
                RowDefaults.NONE,
                new LoadMode(false, false));

        assertEquals(Kind.UNSUPPORTED_MEDIA_TYPE, upload.failure(request).kind());
    }

    @ParameterizedTest
    @ValueSource(strings = {"gzip", "GZIP", " x-gzip "})
    void gzip_is_unpacked(String encoding) throws UploadFailure {
        byte[] body = gzip(utf8("[{\"code\": \"A\"}]"));

        assertEquals(
                1,
                upload.upload(packed(JSON, encoding, new ByteArrayInputStream(body)))
                        .added());
    }

    @Test
    void identity_means_uncompressed() throws UploadFailure {
        assertEquals(
                1,
                upload.upload(packed(CSV, "identity", new ByteArrayInputStream(utf8("code\nA"))))
                        .added());
    }

    @ParameterizedTest
    @ValueSource(strings = {"br", "gzip, gzip", "deflate"})
    void another_compression_is_refused(String encoding) {
        UploadFailure failure = upload.failure(packed(CSV, encoding, InputStream.nullInputStream()));

        assertEquals(Kind.UNSUPPORTED_MEDIA_TYPE, failure.kind());
        assertTrue(failure.getMessage().contains(encoding), failure.getMessage());
    }

    @Test
    void all_members_of_a_gzip_file_are_read_however_slowly_they_come() throws UploadFailure, IOException {
        ByteArrayOutputStream members = new ByteArrayOutputStream();
        members.write(gzip(utf8("code\nA\n")));
        members.write(gzip(utf8("B\nC\n")));
        InputStream slow = new FilterInputStream(new ByteArrayInputStream(members.toByteArray())) {
            @Override
            public int read(byte[] target, int offset, int length) throws IOException {
                return super.read(target, offset, Math.min(length, 1));
            }

            @Override
            public int available() {
                return 0;
            }
        };
        upload.upload(packed(CSV, "gzip", slow));

        assertEquals(List.of("A", "B", "C"), upload.pool().codes());
    }

    @Test
    void what_is_not_gzip_is_malformed() {
        UploadFailure failure = upload.failure(packed(CSV, "gzip", new ByteArrayInputStream(utf8("code\nA\n"))));

        assertEquals(Kind.MALFORMED, failure.kind());
        assertEquals("the body is not valid gzip, although its Content-Encoding is gzip", failure.getMessage());
    }

    @Test
    void a_gzip_file_cut_short_is_malformed_wherever_it_is_cut() {
        byte[] whole = gzip(utf8("code\nA\nB\n"));
        for (int length = 0; length < whole.length; length++) {
            UploadFailure failure =
                    upload.failure(packed(CSV, "gzip", new ByteArrayInputStream(Arrays.copyOf(whole, length))));

            assertEquals(Kind.MALFORMED, failure.kind());
            assertEquals(
                    "the body ended too early: the file is incomplete, or the connection was lost",
                    failure.getMessage());
        }
    }

    @Test
    void a_gzip_file_with_a_flipped_bit_is_not_accepted() {
        byte[] bytes = gzip(utf8("code\n" + "ABCDE\n".repeat(100)));
        bytes[bytes.length - 6] ^= 1;

        assertEquals(
                Kind.MALFORMED,
                upload.failure(packed(CSV, "gzip", new ByteArrayInputStream(bytes)))
                        .kind());
    }

    @Test
    void unpacked_bytes_over_the_limit_end_the_upload() {
        TestUploader small = new TestUploader(20_000);
        byte[] bomb = gzip(utf8("code\nA\n" + "\n".repeat(10_000_000)));
        UploadFailure failure = small.failure(packed(CSV, "gzip", new ByteArrayInputStream(bomb)));

        assertEquals(Kind.TOO_LARGE, failure.kind());
        assertEquals(
                "the upload is larger than 20000 bytes (unpacked); split it into several uploads",
                failure.getMessage());
        assertEquals(1, failure.report().added());
    }

    @Test
    void an_upload_of_exactly_the_limit_is_fine() throws UploadFailure {
        TestUploader small = new TestUploader("code\nA\nB\n".length());

        assertEquals(2, small.upload(CSV, "code\nA\nB\n").added());
        assertEquals(Kind.TOO_LARGE, small.failure(CSV, "code\nA\nB\nC").kind());
    }

    @ParameterizedTest
    @ValueSource(strings = {CSV, JSON, NDJSON})
    void bytes_that_are_not_utf_8_end_the_upload_with_their_line(String type) {
        String text =
                switch (type) {
                    case CSV -> "code\nA\nB\n\u00FC\nC\n";
                    case JSON -> "[\n{\"code\":\"A\"},\n{\"code\":\"B\"},\n{\"code\":\"\u00FC\"}]";
                    default -> "{\"code\":\"A\"}\n\n{\"code\":\"B\"}\n{\"code\":\"\u00FC\"}\n";
                };
        UploadFailure failure = upload.failure(type, text.getBytes(StandardCharsets.ISO_8859_1));

        assertEquals(Kind.MALFORMED, failure.kind());
        assertEquals(
                "the bytes at line 4 are not UTF-8; save the file as UTF-8 and send it again", failure.getMessage());
        assertEquals(List.of("A", "B"), upload.pool().codes());
        assertEquals(2, failure.report().added());
    }

    @Test
    void surrogates_and_overlong_forms_are_not_utf_8() {
        for (byte[] bad :
                List.of(new byte[] {(byte) 0xED, (byte) 0xA0, (byte) 0x80}, new byte[] {(byte) 0xC0, (byte) 0x80})) {
            InputStream body =
                    new SequenceInputStream(new ByteArrayInputStream(utf8("code\n")), new ByteArrayInputStream(bad));

            assertTrue(
                    upload.failure(TestUploader.request(CSV, body)).getMessage().contains("line 2 are not UTF-8"));
        }
    }

    @Test
    void a_character_cut_in_the_middle_is_not_utf_8() {
        byte[] text = utf8("code\nA\n\u20AC");

        assertEquals(
                Kind.MALFORMED,
                upload.failure(CSV, Arrays.copyOf(text, text.length - 1)).kind());
        assertEquals(List.of("A"), upload.pool().codes());
    }

    @Test
    void characters_of_all_lengths_survive_any_split_of_the_stream() throws UploadFailure {
        String code = "a\u00FC\u20AC\uD83D\uDE00";
        InputStream bytewise = new FilterInputStream(new ByteArrayInputStream(utf8("code\n" + code + "\n"))) {
            @Override
            public int read(byte[] target, int offset, int length) throws IOException {
                return super.read(target, offset, Math.min(length, 1));
            }
        };
        upload.upload(TestUploader.request(CSV, bytewise));

        assertEquals(List.of(code), upload.pool().codes());
    }

    @ParameterizedTest
    @ValueSource(strings = {"UTF-16LE", "UTF-16BE", "UTF-32LE", "UTF-32BE"})
    void another_unicode_encoding_is_recognized_by_its_mark(String encoding) {
        byte[] body = "\uFEFFcode\nA\n".getBytes(Charset.forName(encoding));
        UploadFailure failure = upload.failure(CSV, body);

        assertEquals(Kind.MALFORMED, failure.kind());
        assertEquals("the text is " + encoding + "; save the file as UTF-8 and send it again", failure.getMessage());
    }

    @Test
    void a_lost_connection_keeps_the_rows_that_arrived_completely() {
        UploadFailure failure = upload.failure(TestUploader.request(CSV, cutOff(utf8("code\nA\nB\nC"))));

        assertEquals(Kind.MALFORMED, failure.kind());
        assertEquals(
                "the body ended too early: the file is incomplete, or the connection was lost", failure.getMessage());
        assertEquals(List.of("A", "B"), upload.pool().codes());
        assertEquals(2, failure.report().added());
    }

    @Test
    void the_body_is_left_open() throws UploadFailure {
        InputStream body = new FilterInputStream(new ByteArrayInputStream(gzip(utf8("{\"code\":\"A\"}")))) {
            @Override
            public void close() {
                throw new AssertionError("closed");
            }
        };
        UploadReport report = upload.upload(packed(JSON, "gzip", body));

        assertEquals(1, report.added());
    }
}
