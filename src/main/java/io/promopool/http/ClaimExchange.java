package io.promopool.http;

import io.promopool.http.ClaimAnswers.Asked;
import io.promopool.http.jetty.AnswerQueue;
import io.promopool.http.jetty.SelectorConnector;
import io.promopool.http.message.Answer;
import io.promopool.http.message.JsonBody;
import io.promopool.http.message.Problem;
import io.promopool.http.message.ProblemMapper;
import io.promopool.http.message.RequestId;
import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeoutException;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.thread.Invocable;

/** One claim in the fast lane: reads the body, passes the claim to the pool, and writes the answer. */
final class ClaimExchange implements Invocable.Task {
    private static final int TYPICAL_BYTES = 256;

    private final Request request;
    private final Response response;
    private final Callback callback;
    private final ClaimAnswers answers;
    private final Executor blocking;
    private final AnswerQueue queue;
    private final String requestId;
    private final ByteArrayOutputStream body = new ByteArrayOutputStream(TYPICAL_BYTES);

    /** @param blocking runs work that waits for the storage */
    ClaimExchange(Request request, Response response, Callback callback, ClaimAnswers answers, Executor blocking) {
        this.request = request;
        this.response = response;
        this.callback = callback;
        this.answers = answers;
        this.blocking = blocking;
        this.queue = SelectorConnector.answersOf(request);
        this.requestId = RequestId.from(request.getHeaders().get(RequestId.HEADER));
    }

    /** Answers with a problem, before anything was passed to the pool. */
    void refuse(Problem problem) {
        answer(Answer.of(problem));
    }

    @Override
    public InvocationType getInvocationType() {
        return InvocationType.NON_BLOCKING;
    }

    /**
     * Reads the part of the body that has arrived, and is called again when more arrives. {@code FastLane} has limited
     * the length.
     */
    @Override
    public void run() {
        while (true) {
            Content.Chunk chunk = request.read();
            if (chunk == null) {
                request.demand(this);
                return;
            }
            if (Content.Chunk.isFailure(chunk)) {
                boolean late = chunk.getFailure() instanceof TimeoutException;
                refuse(late ? ProblemMapper.ofStatus(408, "") : ProblemMapper.bodyCutShort());
                return;
            }
            byte[] part = new byte[chunk.remaining()];
            chunk.getByteBuffer().get(part);
            chunk.release();
            body.writeBytes(part);
            if (chunk.isLast()) {
                handle();
                return;
            }
        }
    }

    private void handle() {
        // While a claim waits for the pool, its connection is not idle; the pool has a time limit of its own.
        request.addIdleTimeoutListener(timeout -> false);
        try {
            List<String> keys = request.getHeaders().getValuesList(IdempotencyKey.HEADER);
            ClaimBody claim =
                    IdempotencyKey.addTo(ClaimBody.parse(JsonBody.object(body.toByteArray())), IdempotencyKey.of(keys));
            ask(claim);
        } catch (RuntimeException e) {
            refuse(RequestId.inLog(requestId, () -> ProblemMapper.problemOf(e)));
        }
    }

    /** Does not wait: a test, whose preview waits for the storage, runs on another thread. */
    private void ask(ClaimBody claim) {
        if (claim.test()) {
            blocking.execute(() -> answer(answers.preview(claim, requestId)));
        } else {
            Asked asked = answers.ask(claim);
            asked.outcome().whenComplete((outcome, failure) -> answer(answers.answer(asked, requestId)));
        }
    }

    /** May be called on any thread. Renders the answer on that thread; the thread of the connection writes it. */
    private void answer(Answer answer) {
        byte[] bytes = answer.bytes(requestId);
        queue.add(() -> write(answer, bytes));
    }

    /** Completes the callback whatever happens, because nothing else would end the request. */
    private void write(Answer answer, byte[] bytes) {
        try {
            answer.write(bytes, requestId, response, callback);
        } catch (Throwable e) {
            callback.failed(e);
            throw e;
        }
    }
}
