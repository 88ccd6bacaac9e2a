package io.promopool.upload;

import static org.junit.jupiter.api.Assertions.assertThrows;

import io.promopool.pool.ExpirationFormat;
import io.promopool.pool.LoadMode;
import io.promopool.pool.UploadReport;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.zip.GZIPOutputStream;

/** One uploader over a pool that records, and short ways to send to it. */
final class UploadCase {
    static final String CSV = "text/csv";
    static final String JSON = "application/json";
    static final String NDJSON = "application/x-ndjson";
    static final int MAX_ROW_LENGTH = 1_000;

    private static final LoadMode PLAIN = new LoadMode(false, false);

    private final RecordingPool pool = new RecordingPool();
    private final Uploader uploader;

    UploadCase() {
        this(1_000_000);
    }

    UploadCase(long maxBytes) {
        uploader = new Uploader(
                pool,
                new ExpirationFormat(ZoneOffset.UTC),
                new UploadLimits(maxBytes, MAX_ROW_LENGTH),
                UploadListener.NONE);
    }

    RecordingPool pool() {
        return pool;
    }

    UploadReport upload(String type, String body) throws UploadFailure {
        return upload(type, utf8(body));
    }

    UploadReport upload(String type, byte[] body) throws UploadFailure {
        return uploader.upload(request(type, new ByteArrayInputStream(body)));
    }

    UploadReport upload(UploadRequest request) throws UploadFailure {
        return uploader.upload(request);
    }

    UploadReport uploadWith(RowDefaults defaults, String csv) throws UploadFailure {
        return uploader.upload(new UploadRequest(
                new ByteArrayInputStream(utf8(csv)), Optional.of(CSV), Optional.empty(), defaults, PLAIN));
    }

    UploadFailure failure(String type, String body) {
        return failure(type, utf8(body));
    }

    UploadFailure failure(String type, byte[] body) {
        return failure(request(type, new ByteArrayInputStream(body)));
    }

    UploadFailure failure(UploadRequest request) {
        return assertThrows(UploadFailure.class, () -> uploader.upload(request));
    }

    static UploadRequest request(String type, InputStream body) {
        return new UploadRequest(body, Optional.of(type), Optional.empty(), RowDefaults.NONE, PLAIN);
    }

    static UploadRequest packed(String type, String encoding, InputStream body) {
        return new UploadRequest(body, Optional.of(type), Optional.of(encoding), RowDefaults.NONE, PLAIN);
    }

    static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    static byte[] gzip(byte[] plain) {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
            out.write(plain);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return packed.toByteArray();
    }

    /** The bytes, and then the connection is lost. */
    static InputStream cutOff(byte[] bytes) {
        return new SequenceInputStream(new ByteArrayInputStream(bytes), new InputStream() {
            @Override
            public int read() throws IOException {
                throw new IOException("connection reset");
            }

            @Override
            public int read(byte[] bytes, int from, int length) throws IOException {
                return read();
            }
        });
    }
}
