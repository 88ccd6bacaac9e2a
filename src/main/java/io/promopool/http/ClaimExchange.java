package io.promopool.http;

import io.promopool.http.ClaimAnswers.Asked;
import io.promopool.http.jetty.AnswerQueue;
import io.promopool.http.jetty.SelectorConnector;
import io.promopool.http.message.Answer;
import io.promopool.http.message.Json;
import io.promopool.http.message.JsonBody;
import io.promopool.http.message.Problem;
import io.promopool.http.message.ProblemMapper;
import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeoutException;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.thread.Invocable;

/** One claim of the fast lane, from its body to its answer. */
final class ClaimExchange implements Invocable.Task {
    private static final int TYPICAL_BYTES = 256;

    private final Request request;
    private final Response response;
    private final Callback callback;
    private final ClaimAnswers answers;
    private final Executor blocking;
    private final AnswerQueue queue;
    private final ByteArrayOutputStream body = new ByteArrayOutputStream(TYPICAL_BYTES);

    /** @param blocking runs what waits for the storage */
    ClaimExchange(Request request, Response response, Callback callback, ClaimAnswers answers, Executor blocking) {
        this.request = request;
        this.response = response;
        this.callback = callback;
        this.answers = answers;
        this.blocking = blocking;
        this.queue = SelectorConnector.answersOf(request);
    }

    /** Ends this before anything is asked. */
    void refuse(Problem problem) {
        answer(Answer.of(problem));
    }

    @Override
    public InvocationType getInvocationType() {
        return InvocationType.NON_BLOCKING;
    }

    /** Reads what has arrived of the body, whose length the fast lane has limited. Called again when more arrives. */
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
        // A connection on which nobody moves while a claim waits is not idle: the pool has a time limit of its own.
        request.addIdleTimeoutListener(timeout -> false);
        try {
            List<String> keys = request.getHeaders().getValuesList(IdempotencyKey.HEADER);
            ClaimBody claim =
                    IdempotencyKey.agree(ClaimBody.parse(JsonBody.object(body.toByteArray())), IdempotencyKey.of(keys));
            ask(claim);
        } catch (RuntimeException e) {
            refuse(ProblemMapper.problemOf(e));
        }
    }

    /** Does not wait: neither for the storage nor for the preview of a claim that is only a test. */
    private void ask(ClaimBody claim) {
        if (claim.test()) {
            blocking.execute(() -> answer(answers.preview(claim)));
        } else {
            Asked asked = answers.ask(claim);
            asked.outcome().whenComplete((outcome, failure) -> answer(answers.answer(asked)));
        }
    }

    /** Called on any thread; the answer is written on the thread of the connection. */
    private void answer(Answer answer) {
        byte[] bytes = Json.bytes(answer.body());
        queue.add(() -> write(answer, bytes));
    }

    /** Whatever happens, this ends: nothing else would end it. */
    private void write(Answer answer, byte[] bytes) {
        try {
            answer.write(bytes, response, callback);
        } catch (Throwable e) {
            callback.failed(e);
            throw e;
        }
    }
}
