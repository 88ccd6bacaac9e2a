package io.promopool.http.jetty;

import io.promopool.http.jetty.HttpListener.Call;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.RequestLog;
import org.eclipse.jetty.server.Response;

/** Reports each answer to a listener, whether the fast lane, a route or Jetty itself wrote it. */
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
        // There is no valid status if the caller closed the connection before there was an answer.
        if (status >= 100 && status < 600) {
            listener.answered(callOf(request), status);
        }
    }

    private Call callOf(Request request) {
        String method = request.getMethod();
        String path = request.getHttpURI().getPath();
        // Both are missing if the request is not valid HTTP.
        return method == null || path == null ? Call.OTHER : classifier.callOf(method, path);
    }
}
