package io.promopool.http.jetty;

import io.promopool.http.message.Answer;
import io.promopool.http.message.ProblemMapper;
import io.promopool.http.message.RequestId;
import java.util.concurrent.Executor;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/**
 * Runs the routes on threads of their own, because they wait for the storage or for the caller. The threads that watch
 * connections stay free, so claims are served no matter how many other requests wait. If too many requests wait,
 * further ones are refused with 429.
 */
final class BlockingHandler extends Handler.Wrapper {
    private final HttpThreads threads;
    private final RequestClassifier classifier;
    private final Executor blocking;

    BlockingHandler(HttpThreads threads, RequestClassifier classifier) {
        this.threads = threads;
        this.classifier = classifier;
        this.blocking = threads.blocking();
    }

    @Override
    public InvocationType getInvocationType() {
        return InvocationType.NON_BLOCKING;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        if (threads.areOverloaded()
                && !classifier.isServedUnderOverload(request.getHttpURI().getPath())) {
            Answer.of(ProblemMapper.overloaded()).write(response, callback);
        } else {
            blocking.execute(
                    () -> RequestId.inLog(RequestId.of(request), () -> handleLater(request, response, callback)));
        }
        return true;
    }

    private boolean handleLater(Request request, Response response, Callback callback) {
        try {
            if (!super.handle(request, response, callback)) {
                Response.writeError(request, response, callback, 404);
            }
        } catch (Throwable e) {
            Response.writeError(request, response, callback, e);
        }
        return true;
    }
}
