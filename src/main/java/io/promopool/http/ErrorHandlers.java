package io.promopool.http;

import io.javalin.config.JavalinConfig;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import io.javalin.http.HttpResponseException;
import io.javalin.http.MethodNotAllowedResponse;
import io.promopool.http.message.Answer;
import io.promopool.http.message.InternalErrors;
import io.promopool.http.message.Problem;
import io.promopool.http.message.ProblemException;
import io.promopool.http.message.ProblemMapper;
import io.promopool.http.message.ProblemType;
import io.promopool.http.message.RequestId;
import io.promopool.http.message.UnreadBody;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Answers every failure of a request with a problem, whether a handler or the framework failed. */
final class ErrorHandlers {
    private static final Logger log = LoggerFactory.getLogger(ErrorHandlers.class);

    private static final Set<ProblemType> BODY_IS_REFUSED =
            Set.of(ProblemType.REQUEST_TOO_LARGE, ProblemType.UNSUPPORTED_MEDIA_TYPE);

    private ErrorHandlers() {}

    static void addTo(JavalinConfig javalin) {
        javalin.router.javaLangErrorHandler(ErrorHandlers::error);
        RoutesConfig routes = javalin.routes;
        routes.exception(MethodNotAllowedResponse.class, ErrorHandlers::methodNotAllowed);
        // Registered in addition to Exception: for this class the framework has its own handler, which answers in plain
        // text.
        routes.exception(HttpResponseException.class, (failure, ctx) -> send(ProblemMapper.problemOf(failure), ctx));
        routes.exception(ProblemException.class, (failure, ctx) -> refuse(failure.problem(), ctx));
        routes.exception(Exception.class, (failure, ctx) -> send(problem(failure, ctx), ctx));
    }

    /** The failure of work that went on elsewhere is handled on a thread that does not know the request. */
    private static Problem problem(Exception failure, Context ctx) {
        return RequestId.inLog(RequestId.of(ctx), () -> ProblemMapper.problemOf(failure));
    }

    private static void methodNotAllowed(MethodNotAllowedResponse failure, Context ctx) {
        String allow = String.join(", ", failure.getDetails().values());
        if (ctx.method().equals(HandlerType.OPTIONS)) {
            ctx.status(204).header("Allow", allow).res().setContentType(null);
            return;
        }
        boolean deletesCodes =
                ctx.method().equals(HandlerType.DELETE) && ctx.path().startsWith(Paths.CODES);
        Problem problem = deletesCodes
                ? Problem.of(
                        ProblemType.METHOD_NOT_ALLOWED,
                        "Codes can't be deleted; retire the code with PATCH " + Paths.CODE
                                + " and the body {\"inUse\": true}.")
                : Problem.of(
                        ProblemType.METHOD_NOT_ALLOWED,
                        "This URL does not support " + ctx.method() + "; it supports " + allow + ".");
        send(problem.withHeader("Allow", allow), ctx);
    }

    private static void refuse(Problem problem, Context ctx) {
        if (BODY_IS_REFUSED.contains(problem.type())) {
            UnreadBody.discard(ctx);
        }
        send(problem, ctx);
    }

    /** Answers an {@link Error}, such as a full heap. */
    private static void error(HttpServletResponse response, Error error) {
        InternalErrors.report(error);
        if (response.isCommitted()) {
            return;
        }
        try {
            Answer answer = Answer.of(ProblemMapper.ofStatus(500, ""));
            response.setStatus(answer.status());
            response.setContentType(answer.mediaType());
            response.getOutputStream().write(answer.bytes(response.getHeader(RequestId.HEADER)));
        } catch (IOException e) {
            log.debug("the caller of a failed request has closed the connection", e);
        }
    }

    private static void send(Problem problem, Context ctx) {
        if (ctx.res().isCommitted()) {
            return;
        }
        try {
            ctx.res().resetBuffer();
            Answer.of(problem).send(ctx);
        } catch (IOException e) {
            log.debug("the caller of a failed request has closed the connection", e);
        }
    }
}
