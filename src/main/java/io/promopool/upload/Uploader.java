package io.promopool.upload;

import com.fasterxml.jackson.core.JsonFactory;
import io.promopool.pool.CodePool;
import io.promopool.pool.ExpirationFormat;
import io.promopool.pool.UploadReport;
import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.util.Objects;
import java.util.Optional;
import org.apache.commons.io.input.BoundedInputStream;

/**
 * Loads uploads into the pool while they arrive, in chunks of {@link CodePool#MAX_LOAD_ROWS} rows that take effect in
 * order. At most three chunks of an upload are in memory, however large the upload is.
 *
 * <p>Safe for any number of threads; each upload runs on the thread of its caller.
 */
public final class Uploader {
    private final CodePool pool;
    private final ExpirationFormat dates;
    private final UploadLimits limits;
    private final UploadListener listener;
    private final JsonFactory json;

    public Uploader(CodePool pool, ExpirationFormat dates, UploadLimits limits, UploadListener listener) {
        this.pool = Objects.requireNonNull(pool);
        this.dates = Objects.requireNonNull(dates);
        this.limits = Objects.requireNonNull(limits);
        this.listener = Objects.requireNonNull(listener);
        this.json = JsonRows.factory(limits.maxRowLength());
    }

    /**
     * Reads the body to its end and loads its rows. A bad row is rejected without affecting the other rows, and is
     * listed in the report. Blocks while the body arrives and while the pool loads.
     *
     * <p>Supports {@code text/csv}, {@code application/json} (an array of objects, or one object), {@code
     * application/x-ndjson}, and {@code multipart/form-data} with files in these formats, each also compressed with
     * gzip. Text must be UTF-8.
     *
     * <p>Sending the same upload again is safe, whatever became of the first one.
     *
     * @return what became of the rows
     * @throws UploadFailure if the upload failed before its end; its report has the rows that were loaded before
     * @throws io.promopool.pool.OverloadedException if the pool is overloaded; a part of the upload might be loaded
     */
    public UploadReport upload(UploadRequest request) throws UploadFailure {
        UploadListener.End end = UploadListener.End.FAILED;
        listener.began();
        try {
            UploadReport report = load(request);
            end = request.mode().dryRun() ? UploadListener.End.DRY_RUN : UploadListener.End.DONE;
            return report;
        } finally {
            listener.ended(end);
        }
    }

    private UploadReport load(UploadRequest request) throws UploadFailure {
        RowChunks chunks = new RowChunks(pool, request.mode(), listener, new RowMaker(dates, request.defaults()));
        try {
            read(request, chunks);
        } catch (IOException e) {
            throw BadBodyException.of(e).toFailure(chunks.finish());
        }
        return chunks.finish();
    }

    private void read(UploadRequest request, RowChunks chunks) throws IOException, UploadFailure {
        MediaType type = MediaType.parse(request.contentType().orElse(""));
        type.requireUtf8();
        Optional<Format> format = Format.ofMediaType(type);
        if (format.isEmpty() && !type.isMultipart()) {
            throw unsupported(type);
        }
        try (InputStream unpacked = ContentCoding.of(request.contentEncoding()).unpack(request.body());
                InputStream body = bounded(unpacked)) {
            if (format.isPresent()) {
                readFile(format.get(), body, chunks);
            } else {
                readForm(FormFiles.open(body, type), chunks);
            }
        }
    }

    private void readForm(FormFiles files, RowChunks chunks) throws IOException, UploadFailure {
        for (Optional<FilePart> next = files.next(); next.isPresent(); next = files.next()) {
            FilePart file = next.get();
            chunks.startFile(file.name());
            try {
                readFile(file.format(), file.content(), chunks);
            } catch (BadBodyException e) {
                throw e.inFile(file.name());
            }
        }
    }

    private void readFile(Format format, InputStream in, RowChunks chunks) throws IOException, UploadFailure {
        Reader text = Utf8Reader.open(in);
        int maxRowLength = limits.maxRowLength();
        switch (format) {
            case CSV -> new CsvRows(text, maxRowLength, chunks).readAll();
            case JSON -> new JsonRows(json, maxRowLength, chunks).readDocument(text);
            case NDJSON -> new JsonRows(json, maxRowLength, chunks).readLines(text);
        }
    }

    /** Allows one byte more than the limit to be read, because only that byte shows that the body exceeds the limit. */
    private InputStream bounded(InputStream in) throws IOException {
        long maxBytes = limits.maxBytes();
        return BoundedInputStream.builder()
                .setInputStream(in)
                .setMaxCount(maxBytes == Long.MAX_VALUE ? maxBytes : maxBytes + 1)
                .setOnMaxCount((max, count) -> {
                    throw BadBodyException.tooLarge(maxBytes);
                })
                .get();
    }

    private static BadBodyException unsupported(MediaType type) {
        String sent = type.essence().isEmpty()
                ? "no Content-Type was sent"
                : "the media type " + type.excerpt() + " is not supported";
        return BadBodyException.unsupported(
                sent + "; send text/csv, application/json, application/x-ndjson or " + MediaType.MULTIPART);
    }
}
