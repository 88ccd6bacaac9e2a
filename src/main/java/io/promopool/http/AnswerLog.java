package io.promopool.http;

import io.promopool.http.HttpListener.Call;
import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.RequestLog;
import org.eclipse.jetty.server.Response;

/** Tells a listener of each answer, whichever way it went: by the fast lane, by a route, or by Jetty itself. */
final class AnswerLog implements RequestLog {
    private final HttpListener listener;

    AnswerLog(HttpListener listener) {
        this.listener = listener;
    }

    @Override
    public void log(Request request, Response response) {
        int status = response.getStatus();
        // Of a caller who has gone before there was an answer there is nothing to tell.
        if (status >= 100 && status < 600) {
            listener.answered(callOf(request), status);
        }
    }

    private static Call callOf(Request request) {
        String path = request.getHttpURI().getPath();
        if (path == null || !HttpMethod.POST.is(request.getMethod())) {
            return Call.OTHER;
        }
        return switch (path) {
            case "/v1/claims" -> Call.CLAIM;
            case "/v1/claims/batch" -> Call.CLAIM_BATCH;
            case "/v1/codes" -> Call.UPLOAD;
            default -> Call.OTHER;
        };
    }
}
