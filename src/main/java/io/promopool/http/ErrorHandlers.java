package io.promopool.http;

import io.javalin.config.JavalinConfig;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import io.javalin.http.HttpResponseException;
import io.javalin.http.MethodNotAllowedResponse;
import io.promopool.http.message.Answer;
import io.promopool.http.message.Json;
import io.promopool.http.message.Problem;
import io.promopool.http.message.ProblemException;
import io.promopool.http.message.ProblemMapper;
import io.promopool.http.message.ProblemType;
import io.promopool.http.message.UnreadBody;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What holds for every request: that the common headers are set, and that each failure ends as a problem. */
final class ErrorHandlers {
    private static final Logger log = LoggerFactory.getLogger(ErrorHandlers.class);
    static final String METHOD_OVERRIDE = "X-HTTP-Method-Override";

    /** Browsers say in it whose page sends a request. */
    static final String FETCH_SITE = "Sec-Fetch-Site";

    private static final List<String> FOREIGN_PAGES = Arrays.asList("cross-site", "same-site");
    private static final Set<HandlerType> READING = Set.of(HandlerType.GET, HandlerType.HEAD, HandlerType.OPTIONS);

    private static final Set<ProblemType> BODY_IS_REFUSED =
            Set.of(ProblemType.REQUEST_TOO_LARGE, ProblemType.UNSUPPORTED_MEDIA_TYPE);

    private ErrorHandlers() {}

    static void addTo(JavalinConfig javalin) {
        javalin.router.javaLangErrorHandler(ErrorHandlers::error);
        RoutesConfig routes = javalin.routes;
        routes.before(ErrorHandlers::begin);
        routes.exception(MethodNotAllowedResponse.class, ErrorHandlers::methodNotAllowed);
        // Named besides Exception, since the framework has a handler of its own for it that answers in plain text.
        routes.exception(HttpResponseException.class, (failure, ctx) -> send(ProblemMapper.problemOf(failure), ctx));
        routes.exception(ProblemException.class, (failure, ctx) -> refuse(failure.problem(), ctx));
        routes.exception(Exception.class, (failure, ctx) -> send(ProblemMapper.problemOf(failure), ctx));
    }

    private static void begin(Context ctx) {
        Answer.COMMON_HEADERS.forEach(ctx::header);
        // The framework obeys this header: a POST would run the handler of another method.
        if (ctx.header(METHOD_OVERRIDE) != null) {
            throw ProblemException.of(
                    ProblemType.INVALID_REQUEST,
                    "The header " + METHOD_OVERRIDE + " is not taken; send the method itself.");
        }
        // Without this, any page open in the browser of somebody who can reach the service could send an upload form.
        if (FOREIGN_PAGES.contains(ctx.header(FETCH_SITE)) && !READING.contains(ctx.method())) {
            throw ProblemException.of(ProblemType.FORBIDDEN, "A page of another site may not send this.");
        }
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
                        "Codes can't be deleted; take one out of use with " + "PATCH " + Paths.CODE
                                + " and the body {\"inUse\": true}.")
                : ProblemMapper.ofStatus(405, "");
        send(problem.withHeader("Allow", allow), ctx);
    }

    private static void refuse(Problem problem, Context ctx) {
        if (BODY_IS_REFUSED.contains(problem.type())) {
            UnreadBody.discard(ctx);
        }
        send(problem, ctx);
    }

    /** For what no program foresees, such as a full heap. */
    private static void error(HttpServletResponse response, Error error) {
        log.error("a request failed", error);
        if (response.isCommitted()) {
            return;
        }
        try {
            Answer answer = Answer.of(ProblemMapper.ofStatus(500, ""));
            response.setStatus(answer.status());
            response.setContentType(answer.mediaType());
            response.getOutputStream().write(Json.bytes(answer.body()));
        } catch (IOException e) {
            log.debug("the caller of a failed request has gone away", e);
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
            log.debug("the caller of a failed request has gone away", e);
        }
    }
}
