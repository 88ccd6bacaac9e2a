package io.promopool.upload;

import static io.promopool.upload.testing.TestUploader.utf8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.promopool.pool.CodePool;
import io.promopool.pool.UploadReport;
import io.promopool.upload.testing.TestUploader;
import java.io.InputStream;
import java.util.function.LongFunction;
import org.junit.jupiter.api.Test;

/** Memory stays flat: rows are loaded before the next ones are read. */
class LargeUploadTest {
    private static final long ROWS = 2_000_000;
    private static final String LAST = "{\"code\":\"LAST\"}";

    /** Two chunks, and the rows in the buffers of the streams and readers. */
    private static final long MAX_ROWS_IN_MEMORY = 2 * CodePool.MAX_LOAD_ROWS + 5_000;

    private final TestUploader upload = new TestUploader(1_000_000_000_000L);

    @Test
    void rows_of_a_large_csv_are_loaded_as_they_arrive() throws UploadFailure {
        String header = "code,type,discount,expirationDate\n";
        send(TestUploader.CSV, ROWS, header, row -> "CODE" + row + ",birthday,10,2030-12-31T23:59\n", "");
    }

    @Test
    void rows_of_a_large_json_array_are_loaded_as_they_arrive() throws UploadFailure {
        send(TestUploader.JSON, ROWS / 10, "[", row -> "{\"code\":\"CODE" + row + "\",\"discount\":10}, ", LAST + "]");
    }

    @Test
    void rows_of_a_large_ndjson_file_are_loaded_as_they_arrive() throws UploadFailure {
        send(TestUploader.NDJSON, ROWS / 10, "", row -> "{\"code\":\"CODE" + row + "\",\"discount\":10}\n", LAST);
    }

    private void send(String type, long rows, String first, LongFunction<String> row, String last)
            throws UploadFailure {
        upload.pool().onlyCount();
        UploadReport report = upload.upload(TestUploader.request(type, new Lines(rows, first, row, last)));

        assertEquals(last.isEmpty() ? rows : rows + 1, report.added());
        assertEquals(report.added(), upload.pool().rowsLoaded());
    }

    private final class Lines extends InputStream {
        private final long rows;
        private final LongFunction<String> row;
        private final String last;
        private byte[] text;
        private int position;
        private long made;

        private Lines(long rows, String first, LongFunction<String> row, String last) {
            this.rows = rows;
            this.row = row;
            this.last = last;
            this.text = utf8(first);
        }

        @Override
        public int read() {
            return hasMore() ? text[position++] : -1;
        }

        @Override
        public int read(byte[] target, int offset, int length) {
            int count = 0;
            while (count < length && hasMore()) {
                int piece = Math.min(length - count, text.length - position);
                System.arraycopy(text, position, target, offset + count, piece);
                position += piece;
                count += piece;
            }
            return count == 0 ? -1 : count;
        }

        private boolean hasMore() {
            if (position == text.length && made <= rows) {
                made++;
                text = utf8(made <= rows ? row.apply(made) : last);
                position = 0;
                assertTrue(made - upload.pool().rowsLoaded() <= MAX_ROWS_IN_MEMORY, "rows pile up");
            }
            return position < text.length;
        }
    }
}
