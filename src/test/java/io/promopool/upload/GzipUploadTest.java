package io.promopool.upload;

import static io.promopool.upload.testing.TestUploader.CSV;
import static io.promopool.upload.testing.TestUploader.gzip;
import static io.promopool.upload.testing.TestUploader.packed;
import static io.promopool.upload.testing.TestUploader.utf8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.promopool.upload.UploadFailure.Kind;
import io.promopool.upload.testing.TestUploader;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** gzip files of several members, as parallel compressors and {@code cat a.gz b.gz} write them, and damaged ones. */
class GzipUploadTest {
    private static final String DAMAGED =
            "the gzip data is damaged, or is followed by other data; compress the file again and send it again";
    private static final String CUT = "the body ended too early: the file is incomplete, or the connection was lost";

    private final TestUploader upload = new TestUploader();
    private final byte[] first = gzip(utf8("code\nA\nB\n"));
    private final byte[] second = gzip(utf8("C\nD\n"));

    @Test
    void a_second_member_that_is_cut_anywhere_ends_the_upload_with_the_report_so_far() {
        for (int length = 2; length < second.length; length++) {
            TestUploader fresh = new TestUploader();
            UploadFailure failure = failure(fresh, join(first, Arrays.copyOf(second, length)));

            assertEquals(Kind.MALFORMED, failure.kind());
            assertEquals(CUT, failure.getMessage());
            assertEquals(List.of("A", "B"), fresh.pool().codes().subList(0, 2));
            assertEquals(fresh.pool().codes().size(), failure.report().added());
        }
    }

    @Test
    void a_second_member_with_a_flipped_bit_never_passes_for_whole_with_rows_missing() {
        for (int bit = 0; bit < second.length * 8; bit++) {
            byte[] damaged = second.clone();
            damaged[bit / 8] ^= (byte) (1 << bit % 8);
            TestUploader fresh = new TestUploader();
            try {
                fresh.upload(packed(CSV, "gzip", new ByteArrayInputStream(join(first, damaged))));
                // The time in the header means nothing, nor do the bits that fill up the last byte of the data.
                assertEquals(List.of("A", "B", "C", "D"), fresh.pool().codes(), "bit " + bit);
            } catch (UploadFailure failure) {
                assertEquals(Kind.MALFORMED, failure.kind(), "bit " + bit);
                assertEquals(List.of("A", "B"), fresh.pool().codes().subList(0, 2));
                assertEquals(fresh.pool().codes().size(), failure.report().added());
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"\0", "\0\0\0\0\0\0\0\0\0\0\0\0", "x", "code\nE\n", "\u001f", "PK"})
    void bytes_behind_the_last_member_end_the_upload_with_the_report_so_far(String rest) {
        UploadFailure failure = failure(upload, join(first, second, utf8(rest)));

        assertEquals(Kind.MALFORMED, failure.kind());
        assertEquals(DAMAGED, failure.getMessage());
        assertEquals(List.of("A", "B", "C", "D"), upload.pool().codes());
        assertEquals(4, failure.report().added());
    }

    @Test
    void twenty_thousand_empty_members_are_nothing_special() throws UploadFailure {
        byte[] empty = gzip(new byte[0]);
        ByteArrayOutputStream members = new ByteArrayOutputStream();
        members.writeBytes(first);
        for (int i = 0; i < 20_000; i++) {
            members.writeBytes(empty);
        }
        members.writeBytes(second);
        upload.upload(packed(CSV, "gzip", new ByteArrayInputStream(members.toByteArray())));

        assertEquals(List.of("A", "B", "C", "D"), upload.pool().codes());
    }

    @Test
    void a_header_that_does_not_end_is_not_collected_in_memory() {
        byte[] header = {0x1f, (byte) 0x8b, 8, 0x08, 0, 0, 0, 0, 0, 3};
        EndlessName name = new EndlessName(header);
        UploadFailure failure = upload.failure(packed(CSV, "gzip", name));

        assertEquals(Kind.MALFORMED, failure.kind());
        assertEquals(
                "1048576 bytes of the gzip data in a row unpack to nothing; compress the file again",
                failure.getMessage());
        assertTrue(name.read < 2_000_000, name.read + " bytes were read");
    }

    @Test
    void three_hundred_megabytes_of_empty_lines_end_at_the_limit_of_unpacked_bytes() throws IOException {
        byte[] bomb = emptyLines(utf8("code\nA\n"), 300);
        assertTrue(bomb.length < 400_000);
        UploadFailure failure = failure(new TestUploader(2_000_000), bomb);

        assertEquals(Kind.TOO_LARGE, failure.kind());
        assertEquals(1, failure.report().added());
    }

    private static UploadFailure failure(TestUploader upload, byte[] body) {
        return upload.failure(packed(CSV, "gzip", new ByteArrayInputStream(body)));
    }

    private static byte[] emptyLines(byte[] start, int megabytes) throws IOException {
        byte[] lines = new byte[1_000_000];
        Arrays.fill(lines, (byte) '\n');
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
            out.write(start);
            for (int i = 0; i < megabytes; i++) {
                out.write(lines);
            }
        }
        return packed.toByteArray();
    }

    private static byte[] join(byte[]... parts) {
        ByteArrayOutputStream whole = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            whole.writeBytes(part);
        }
        return whole.toByteArray();
    }

    /** The header of a gzip file, and then a file name without an end. */
    private static final class EndlessName extends InputStream {
        private final byte[] header;
        private long read;

        private EndlessName(byte[] header) {
            this.header = header;
        }

        @Override
        public int read() {
            if (read > 100_000_000) {
                throw new AssertionError("nobody stops this");
            }
            int next = read < header.length ? header[(int) read] & 0xff : 'n';
            read++;
            return next;
        }

        @Override
        public int read(byte[] target, int offset, int length) {
            for (int i = 0; i < length; i++) {
                target[offset + i] = (byte) read();
            }
            return length;
        }
    }
}
