package io.promopool.upload.testing;

import static org.junit.jupiter.api.Assertions.assertThrows;

import io.promopool.pool.ExpirationFormat;
import io.promopool.pool.LoadMode;
import io.promopool.pool.UploadReport;
import io.promopool.upload.RowDefaults;
import io.promopool.upload.UploadFailure;
import io.promopool.upload.UploadLimits;
import io.promopool.upload.UploadListener;
import io.promopool.upload.UploadRequest;
import io.promopool.upload.Uploader;
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

/** An uploader over a pool that records, and short ways to upload with it. */
public final class TestUploader {
    public static final String CSV = "text/csv";
    public static final String JSON = "application/json";
    public static final String NDJSON = "application/x-ndjson";
    public static final int MAX_ROW_LENGTH = 1_000;

    private static final LoadMode PLAIN = new LoadMode(false, false);

    private final RecordingPool pool = new RecordingPool();
    private final Uploader uploader;

    public TestUploader() {
        this(1_000_000);
    }

    public TestUploader(long maxBytes) {
        uploader = new Uploader(
                pool,
                new ExpirationFormat(ZoneOffset.UTC),
                new UploadLimits(maxBytes, MAX_ROW_LENGTH),
                UploadListener.NONE);
    }

    public RecordingPool pool() {
        return pool;
    }

    public UploadReport upload(String type, String body) throws UploadFailure {
        return upload(type, utf8(body));
    }

    public UploadReport upload(String type, byte[] body) throws UploadFailure {
        return uploader.upload(request(type, new ByteArrayInputStream(body)));
    }

    public UploadReport upload(UploadRequest request) throws UploadFailure {
        return uploader.upload(request);
    }

    public UploadReport uploadWith(RowDefaults defaults, String csv) throws UploadFailure {
        return uploader.upload(new UploadRequest(
                new ByteArrayInputStream(utf8(csv)), Optional.of(CSV), Optional.empty(), defaults, PLAIN));
    }

    public UploadFailure failure(String type, String body) {
        return failure(type, utf8(body));
    }

    public UploadFailure failure(String type, byte[] body) {
        return failure(request(type, new ByteArrayInputStream(body)));
    }

    public UploadFailure failure(UploadRequest request) {
        return assertThrows(UploadFailure.class, () -> uploader.upload(request));
    }

    public static UploadRequest request(String type, InputStream body) {
        return new UploadRequest(body, Optional.of(type), Optional.empty(), RowDefaults.NONE, PLAIN);
    }

    public static UploadRequest packed(String type, String encoding, InputStream body) {
        return new UploadRequest(body, Optional.of(type), Optional.of(encoding), RowDefaults.NONE, PLAIN);
    }

    public static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    public static byte[] gzip(byte[] plain) {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
            out.write(plain);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return packed.toByteArray();
    }

    /** A stream that has these bytes, and then fails as if the connection was lost. */
    public static InputStream cutOff(byte[] bytes) {
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
