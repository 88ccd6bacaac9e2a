package io.promopool.upload;

import static io.promopool.upload.testing.TestUploader.CSV;
import static io.promopool.upload.testing.TestUploader.utf8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.promopool.pool.CodePool;
import io.promopool.pool.ExpirationFormat;
import io.promopool.pool.LoadMode;
import io.promopool.pool.OverloadedException;
import io.promopool.pool.RowOutcome;
import io.promopool.pool.StorageException;
import io.promopool.pool.StorageException.Outcome;
import io.promopool.pool.UploadReport;
import io.promopool.pool.UploadReport.RowError;
import io.promopool.upload.UploadFailure.Kind;
import io.promopool.upload.testing.RecordingPool;
import io.promopool.upload.testing.TestUploader;
import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** How rows get to the pool, and what happens if it fails. */
class RowChunksTest {
    private static final int CHUNK = CodePool.MAX_LOAD_ROWS;

    private final TestUploader upload = new TestUploader();

    @Test
    void rows_are_loaded_in_order_in_chunks() throws UploadFailure {
        UploadReport report = upload.upload(CSV, csv(2 * CHUNK + 1));

        assertEquals(2 * CHUNK + 1, report.added());
        assertEquals(
                List.of(CHUNK, CHUNK, 1),
                upload.pool().chunks().stream().map(List::size).toList());
        assertEquals(
                IntStream.rangeClosed(1, 2 * CHUNK + 1).mapToObj(i -> "C" + i).toList(),
                upload.pool().codes());
    }

    @Test
    void the_mode_is_passed_on() throws UploadFailure {
        LoadMode mode = new LoadMode(true, true);
        upload.upload(new UploadRequest(
                new ByteArrayInputStream(utf8("code\nA\n")),
                Optional.of(CSV),
                Optional.empty(),
                RowDefaults.NONE,
                mode));

        assertEquals(List.of(mode), upload.pool().modes());
    }

    @Test
    void a_chunk_is_read_while_the_one_before_it_is_loaded_but_not_sent() throws UploadFailure {
        CompletableFuture<List<RowOutcome>> first = new CompletableFuture<>();
        upload.pool().failAt(1, () -> first);
        InputStream body = new InputStream() {
            private int line;
            private int position;
            private byte[] text = utf8("code\n");

            @Override
            public int read() {
                throw new UnsupportedOperationException();
            }

            @Override
            public int read(byte[] target, int offset, int length) {
                if (position == text.length) {
                    if (++line == 2 * CHUNK) {
                        // All but the last row of the second chunk are read, and the first is still being loaded.
                        assertEquals(1, upload.pool().chunks().size());
                        first.complete(
                                RecordingPool.judge(upload.pool().chunks().get(0)));
                    }
                    text = utf8("C" + line + "\n");
                    position = 0;
                }
                if (line > 2 * CHUNK) {
                    return -1;
                }
                int count = Math.min(length, text.length - position);
                System.arraycopy(text, position, target, offset, count);
                position += count;
                return count;
            }
        };
        // The reader looks for a byte order mark byte by byte.
        InputStream withSingleBytes = new BufferedInputStream(body, 8);

        assertEquals(
                2 * CHUNK,
                upload.upload(TestUploader.request(CSV, withSingleBytes)).added());
        assertEquals(
                List.of(CHUNK, CHUNK),
                upload.pool().chunks().stream().map(List::size).toList());
    }

    @Test
    void a_full_chunk_is_sent_as_soon_as_the_one_before_it_is_loaded() throws UploadFailure {
        CompletableFuture<List<RowOutcome>> first = new CompletableFuture<>();
        upload.pool().failAt(1, () -> first);
        RowChunks chunks = chunks();
        fill(chunks, 2);
        assertEquals(1, upload.pool().chunks().size());

        first.complete(RecordingPool.judge(upload.pool().chunks().get(0)));
        assertEquals(2, upload.pool().chunks().size());
        assertEquals(2 * CHUNK, chunks.finish().added());
    }

    @Test
    void a_full_chunk_is_not_sent_when_the_one_before_it_fails() throws UploadFailure {
        CompletableFuture<List<RowOutcome>> first = new CompletableFuture<>();
        upload.pool().failAt(1, () -> first);
        RowChunks chunks = chunks();
        fill(chunks, 2);

        first.completeExceptionally(new StorageException(Outcome.UNKNOWN, "timed out"));
        UploadFailure failure = assertThrows(UploadFailure.class, chunks::finish);
        assertEquals(Optional.of(new RowSpan(Optional.empty(), 1, CHUNK)), failure.unknownRows());
        assertEquals(1, upload.pool().chunks().size());
    }

    private RowChunks chunks() {
        RowMaker maker = new RowMaker(new ExpirationFormat(ZoneOffset.UTC), RowDefaults.NONE);
        return new RowChunks(upload.pool(), new LoadMode(false, false), UploadListener.NONE, maker);
    }

    private static void fill(RowChunks chunks, int count) throws UploadFailure {
        RawRow row = new RawRow();
        for (int i = 1; i <= count * CHUNK; i++) {
            row.clear();
            row.set(Field.CODE, "C" + i);
            row.set(Field.TYPE, "t");
            chunks.add(i, row);
        }
    }

    @Test
    void rejected_rows_are_listed_in_the_order_of_the_file_whoever_rejected_them() throws UploadFailure {
        UploadReport report =
                upload.upload(CSV, "code,discount\nbad1,x\ntaken2,1\nok,1\nbad3,x\nbad4,x\ntaken5,1\nbad6,x\n");

        assertEquals(
                List.of("bad1", "taken2", "bad3", "bad4", "taken5", "bad6"),
                report.errors().stream().map(RowError::code).toList());
        assertEquals(
                List.of(2L, 3L, 5L, 6L, 7L, 8L),
                report.errors().stream().map(RowError::line).toList());
        assertEquals(1, report.added());
        assertEquals(7, report.read());
    }

    @Test
    void the_first_hundred_errors_are_listed_and_all_are_counted() throws UploadFailure {
        String rows = IntStream.rangeClosed(1, 2_000)
                .mapToObj(i -> (i % 2 == 0 ? "bad" + i + ",x\n" : "taken" + i + ",1\n"))
                .collect(Collectors.joining());
        UploadReport report = upload.upload(CSV, "code,discount\n" + rows);

        assertEquals(2_000, report.rejected());
        assertEquals(
                LongStream.rangeClosed(2, 101).boxed().toList(),
                report.errors().stream().map(RowError::line).toList());
        assertTrue(report.errorsTruncated());
    }

    @Test
    void a_file_of_bad_rows_alone_loads_nothing() throws UploadFailure {
        UploadReport report = upload.upload(CSV, "code,discount\n" + "A,x\n".repeat(10_000));

        assertEquals(10_000, report.rejected());
        assertEquals(100, report.errors().size());
        assertEquals(List.of(), upload.pool().chunks());
    }

    @Test
    void if_the_storage_fails_with_outcome_none_no_more_is_sent() {
        StorageException cause = new StorageException(Outcome.NONE, "out of memory");
        upload.pool().failAt(2, () -> CompletableFuture.failedFuture(cause));
        UploadFailure failure = upload.failure(CSV, csv(5 * CHUNK));

        assertEquals(Kind.STORAGE, failure.kind());
        assertSame(cause, failure.getCause());
        assertEquals(CHUNK, failure.report().added());
        assertEquals(Optional.empty(), failure.unknownRows());
        assertEquals(
                "the storage failed at lines 502 to 1001 (out of memory): neither these rows nor the rows after them"
                        + " are loaded;"
                        + " send the upload again; no code is added twice",
                failure.getMessage());
        assertEquals(2, upload.pool().chunks().size());
    }

    @Test
    void if_the_outcome_is_unknown_the_rows_are_reported() {
        upload.pool()
                .failAt(3, () -> CompletableFuture.failedFuture(new StorageException(Outcome.UNKNOWN, "timed out")));
        UploadFailure failure = upload.failure(CSV, csv(3 * CHUNK - 1));

        assertEquals(Kind.STORAGE, failure.kind());
        assertEquals(Optional.of(new RowSpan(Optional.empty(), 1002, 1500)), failure.unknownRows());
        assertEquals(2 * CHUNK, failure.report().added());
    }

    @Test
    void a_storage_failure_that_is_thrown_is_handled_in_the_same_way() {
        upload.pool().failAt(1, () -> {
            throw new StorageException(Outcome.NONE, "closed");
        });

        assertEquals(Kind.STORAGE, upload.failure(CSV, "code\nA\n").kind());
    }

    @Test
    void an_overloaded_pool_is_reported_as_it_is() {
        OverloadedException overloaded = new OverloadedException("too much");
        upload.pool().failAt(2, () -> CompletableFuture.failedFuture(overloaded));

        assertSame(overloaded, assertThrows(OverloadedException.class, () -> upload.upload(CSV, csv(2 * CHUNK))));
    }

    @Test
    void a_malformed_place_is_reported_when_the_rows_before_it_are_loaded() {
        UploadFailure failure = upload.failure(CSV, csv(CHUNK + 3) + "\"unclosed");

        assertEquals(Kind.MALFORMED, failure.kind());
        assertEquals(CHUNK + 3, failure.report().added());
        assertEquals(
                List.of(CHUNK, 3),
                upload.pool().chunks().stream().map(List::size).toList());
    }

    @Test
    void a_storage_failure_before_a_malformed_place_is_what_is_reported() {
        upload.pool()
                .failAt(2, () -> CompletableFuture.failedFuture(new StorageException(Outcome.UNKNOWN, "timed out")));
        UploadFailure failure = upload.failure(CSV, csv(CHUNK + 3) + "\"unclosed");

        assertEquals(Kind.STORAGE, failure.kind());
        assertEquals(CHUNK, failure.report().added());
        assertEquals(Optional.of(new RowSpan(Optional.empty(), 502, 504)), failure.unknownRows());
    }

    private static String csv(int rows) {
        return "code\n"
                + IntStream.rangeClosed(1, rows).mapToObj(i -> "C" + i + "\n").collect(Collectors.joining());
    }
}
