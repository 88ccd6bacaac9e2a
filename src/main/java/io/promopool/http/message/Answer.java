package io.promopool.http.message;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.javalin.http.Context;
import jakarta.servlet.ServletOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.PreEncodedHttpField;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** What a caller is told: a status, a JSON object, and headers. */
public record Answer(int status, String mediaType, ObjectNode body, Map<String, String> headers) {
    /** The headers of every answer: it is true at this moment only, and its content is what its type says. */
    public static final Map<String, String> COMMON_HEADERS =
            Map.of("Cache-Control", "no-store", "X-Content-Type-Options", "nosniff");

    /** Jetty keeps as much without waiting for the caller to read. */
    private static final int BUFFERED_BYTES = 32 * 1024;

    private static final String JSON = "application/json";
    private static final String PROBLEM = "application/problem+json";

    private static final HttpField JSON_FIELD = new PreEncodedHttpField(HttpHeader.CONTENT_TYPE, JSON);
    private static final HttpField PROBLEM_FIELD = new PreEncodedHttpField(HttpHeader.CONTENT_TYPE, PROBLEM);
    private static final HttpFields COMMON_FIELDS = HttpFields.from(COMMON_HEADERS.entrySet().stream()
            .map(header -> new PreEncodedHttpField(header.getKey(), header.getValue()))
            .toArray(HttpField[]::new));

    public static Answer of(int status, ObjectNode body) {
        return new Answer(status, JSON, body, Map.of());
    }

    public static Answer ok(ObjectNode body) {
        return of(200, body);
    }

    public static Answer of(Problem problem) {
        return new Answer(problem.status(), PROBLEM, problemBody(problem), problem.headers());
    }

    public Answer withHeader(String name, String value) {
        Map<String, String> more = new HashMap<>(headers);
        more.put(name, value);
        return new Answer(status, mediaType, body, Map.copyOf(more));
    }

    /**
     * Writes this as the whole response, or has it written when the handler is through.
     *
     * @throws IOException where the caller has gone away
     */
    public void send(Context ctx) throws IOException {
        byte[] bytes = begin(ctx);
        if (bytes.length <= BUFFERED_BYTES) {
            ctx.res().getOutputStream().write(bytes);
        } else {
            ServletOutputStream out = ctx.res().getOutputStream();
            ctx.future(() -> AsyncWrite.of(bytes, out));
        }
    }

    /** The same for a request that is served asynchronously already; ends when all is written. */
    public CompletableFuture<Void> sendLater(Context ctx) {
        try {
            byte[] bytes = begin(ctx);
            ServletOutputStream out = ctx.res().getOutputStream();
            if (bytes.length > BUFFERED_BYTES) {
                return AsyncWrite.of(bytes, out);
            }
            out.write(bytes);
            return CompletableFuture.completedFuture(null);
        } catch (IOException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    private byte[] begin(Context ctx) {
        byte[] bytes = Json.bytes(body);
        ctx.status(status);
        headers.forEach(ctx::header);
        ctx.res().setContentType(mediaType);
        ctx.res().setContentLength(bytes.length);
        // Not through ctx.result: that copies by way of a buffer of 32 kB for each answer.
        return bytes;
    }

    /** The same, below the servlet layer: without waiting, and with the headers of all answers. */
    public void write(Response response, Callback callback) {
        write(Json.bytes(body), response, callback);
    }

    /** @param bytes this body's, for which another thread may have had the time */
    public void write(byte[] bytes, Response response, Callback callback) {
        response.setStatus(status);
        HttpFields.Mutable fields = response.getHeaders();
        fields.add(COMMON_FIELDS);
        headers.forEach(fields::put);
        fields.put(mediaType.equals(JSON) ? JSON_FIELD : PROBLEM_FIELD);
        fields.put(HttpHeader.CONTENT_LENGTH, bytes.length);
        response.write(true, ByteBuffer.wrap(bytes), callback);
    }

    private static ObjectNode problemBody(Problem problem) {
        ObjectNode body = Json.object()
                .put("type", problem.type().uri())
                .put("status", problem.status())
                .put("title", problem.type().title())
                .put("detail", problem.detail());
        problem.members().forEach(body::set);
        return body;
    }
}
