package io.promopool.http;

import java.nio.ByteBuffer;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.Callback;

/** What goes wrong before a request reaches a route, as a problem like the rest. */
final class JettyErrors extends ErrorHandler {
    @Override
    public boolean errorPageForMethod(String method) {
        return true;
    }

    @Override
    protected void generateResponse(
            Request request, Response response, int code, String message, Throwable cause, Callback callback) {
        Answer answer = Answer.of(problem(code, message));
        HttpFields.Mutable headers = response.getHeaders();
        response.setStatus(answer.status());
        Failures.HEADERS.forEach(headers::put);
        answer.headers().forEach(headers::put);
        headers.put(HttpHeader.CONTENT_TYPE, answer.mediaType());
        byte[] body = Json.bytes(answer.body());
        headers.put(HttpHeader.CONTENT_LENGTH, body.length);
        response.write(true, ByteBuffer.wrap(body), callback);
    }

    @Override
    public ByteBuffer badMessageError(int status, String reason, HttpFields.Mutable fields) {
        Answer answer = Answer.of(problem(status, reason));
        fields.put(HttpHeader.CONTENT_TYPE, answer.mediaType());
        return ByteBuffer.wrap(Json.bytes(answer.body()));
    }

    private static Problem problem(int status, String message) {
        return ProblemMapper.ofStatus(status, message == null ? "" : message);
    }
}
