package io.promopool.http.jetty;

import io.promopool.http.message.Answer;
import io.promopool.http.message.ProblemMapper;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.Callback;

/** Answers failures that happen before a request reaches a route, with a problem like all other failures. */
final class JettyErrors extends ErrorHandler {
    @Override
    public boolean errorPageForMethod(String method) {
        return true;
    }

    @Override
    protected void generateResponse(
            Request request, Response response, int code, String message, Throwable cause, Callback callback) {
        if (code == HttpStatus.SERVICE_UNAVAILABLE_503) {
            // The service is stopping, so the caller can't use this connection again.
            response.getHeaders().put(HttpFields.CONNECTION_CLOSE);
        }
        Answer.of(ProblemMapper.ofStatus(code, message == null ? "" : message)).write(response, callback);
    }
}
