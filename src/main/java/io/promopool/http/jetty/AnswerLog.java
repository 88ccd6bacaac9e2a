package io.promopool.http.jetty;

import io.promopool.http.jetty.HttpListener.Call;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.RequestLog;
import org.eclipse.jetty.server.Response;

/** Tells a listener of each answer, whichever way it went: by the fast lane, by a route, or by Jetty itself. */
final class AnswerLog implements RequestLog {
    private final HttpListener listener;
    private final RequestClassifier classifier;

    AnswerLog(HttpListener listener, RequestClassifier classifier) {
        this.listener = listener;
        this.classifier = classifier;
    }

    @Override
    public void log(Request request, Response response) {
        int status = response.getStatus();
        // Of a caller who has gone before there was an answer there is nothing to tell.
        if (status >= 100 && status < 600) {
            listener.answered(callOf(request), status);
        }
    }

    private Call callOf(Request request) {
        String method = request.getMethod();
        String path = request.getHttpURI().getPath();
        // A request that is not valid HTTP may have neither.
        return method == null || path == null ? Call.OTHER : classifier.callOf(method, path);
    }
}
