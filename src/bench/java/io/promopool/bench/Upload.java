package io.promopool.bench;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;

/**
 * An upload of CSV over HTTP, sent while it is generated. Each row has all columns, as rows from a shop do:
 * {@code PP0000000001,type-000000,10,2090-01-01T00:00}.
 */
final class Upload {
    private static final int BUFFER_BYTES = 1 << 16;

    /** Keeps a file below the size limit of an upload. */
    private static final int MAX_ROWS = 10_000_000;

    private final URI service;
    private final Codes codes;

    Upload(URI service, Codes codes) {
        this.service = service;
        this.codes = codes;
    }

    /**
     * Uploads new codes.
     *
     * @return codes per second, from the first byte sent to the response
     * @throws IllegalStateException if a code was not added
     */
    double send(int count, Lots lots) throws IOException {
        byte[][] ends = lots.rowEnds();
        long start = System.nanoTime();
        for (int done = 0; done < count; done += MAX_ROWS) {
            sendFile(Math.min(MAX_ROWS, count - done), ends);
        }
        return count / ((System.nanoTime() - start) / 1e9);
    }

    private void sendFile(int count, byte[][] ends) throws IOException {
        HttpURLConnection http =
                (HttpURLConnection) service.resolve("/v1/codes").toURL().openConnection();
        http.setRequestMethod("POST");
        http.setRequestProperty("Content-Type", "text/csv");
        http.setChunkedStreamingMode(BUFFER_BYTES);
        http.setDoOutput(true);
        try (OutputStream out = new BufferedOutputStream(http.getOutputStream(), BUFFER_BYTES)) {
            writeRows(out, count, ends);
        }
        if (http.getResponseCode() != 200) {
            throw new IllegalStateException("the upload was answered with " + http.getResponseCode());
        }
        String report = new String(http.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (!report.contains("\"added\":" + count + ",")) {
            throw new IllegalStateException("not all of " + count + " codes were added: " + report);
        }
    }

    private void writeRows(OutputStream out, int count, byte[][] ends) throws IOException {
        out.write(Digits.ascii("code,type,discount,expirationDate\n"));
        byte[] code = new byte[Codes.LENGTH];
        int first = codes.next(count);
        for (int i = 0; i < count; i++) {
            Codes.write(first + i, code, 0);
            out.write(code);
            out.write(ends[(int) ((long) i * ends.length / count)]);
        }
    }
}
