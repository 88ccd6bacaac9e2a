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

/**
 * The response to a request: a status, a JSON object, and headers besides {@link #COMMON_HEADERS} and the id of the
 * request.
 */
public record Answer(int status, String mediaType, ObjectNode body, Map<String, String> headers) {
    /** The headers of every answer: do not store it (it is true only at this moment), and do not guess its type. */
    public static final Map<String, String> COMMON_HEADERS =
            Map.of("Cache-Control", "no-store", "X-Content-Type-Options", "nosniff");

    /** Jetty buffers this much without waiting for the caller to read. */
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
     * Writes this as the whole response. A long answer is written after the handler has returned, without holding a
     * thread.
     *
     * @throws IOException if the caller has closed the connection
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

    /**
     * Writes this as the whole response to a request that is already served asynchronously. Does not throw.
     *
     * @return completes when everything is written; fails if the caller does not read, or has closed the connection
     */
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
        byte[] bytes = bytes(RequestId.of(ctx));
        ctx.status(status);
        headers.forEach(ctx::header);
        ctx.res().setContentType(mediaType);
        ctx.res().setContentLength(bytes.length);
        // The caller writes the bytes, not ctx.result, which would copy each answer through a buffer of 32 kB.
        return bytes;
    }

    /** Renders the body. A problem gets the id of its request. */
    public byte[] bytes(String requestId) {
        return Json.bytes(
                mediaType.equals(PROBLEM)
                        ? Json.object().<ObjectNode>setAll(body).put(RequestId.MEMBER, requestId)
                        : body);
    }

    /**
     * Writes this as the whole response below the servlet layer, with the {@link #COMMON_HEADERS} and the id of the
     * request. Does not wait.
     *
     * @param callback called when everything is written or has failed
     */
    public void write(Response response, Callback callback) {
        String id = RequestId.of(response.getRequest());
        write(bytes(id), id, response, callback);
    }

    /**
     * Like {@link #write(Response, Callback)}, for a body that was rendered before, on a less busy thread.
     *
     * @param bytes this answer's body, as {@link #bytes} renders it
     */
    public void write(byte[] bytes, String requestId, Response response, Callback callback) {
        response.setStatus(status);
        HttpFields.Mutable fields = response.getHeaders();
        fields.add(COMMON_FIELDS);
        fields.put(RequestId.HEADER, requestId);
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
