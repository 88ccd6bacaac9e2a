package io.promopool.http;

import static io.promopool.http.RouteAccess.ANYONE;
import static io.promopool.http.RouteAccess.CLAIM;
import static io.promopool.http.RouteAccess.READ;
import static io.promopool.http.RouteAccess.UPLOAD;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.Handler;
import io.promopool.http.message.Answer;
import io.promopool.http.message.BodyReader;
import io.promopool.http.message.ProblemException;
import io.promopool.http.message.RequestId;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Function;

/** Registers a handler for each URL, with the roles that can use it. An API key with the role admin can use all. */
final class Routes implements AutoCloseable {
    /** Writes answers, because a slow caller must not hold a thread of the storage. */
    private final Executor executor;

    private final ClaimHandler claims;
    private final ClaimBatchHandler batches;
    private final CodeHandler codes;
    private final TypeHandler types;
    private final UploadHandler uploads;
    private final AlertHandler alerts;
    private final EventsHandler events;
    private final HealthHandler health;
    private final MetricsHandler metrics;

    Routes(HttpBackend backend, ClaimAnswers answers, Renderer renderer, int maxUploads, Executor executor) {
        this.executor = executor;
        BodyReader bodyReader = new BodyReader();
        this.claims = new ClaimHandler(backend.pool(), answers, renderer, bodyReader);
        this.batches = new ClaimBatchHandler(answers, bodyReader, executor);
        this.codes = new CodeHandler(backend.pool(), renderer, bodyReader);
        this.types = new TypeHandler(backend.pool(), renderer);
        this.uploads = new UploadHandler(backend, renderer, maxUploads);
        this.alerts = new AlertHandler(backend.alerts(), renderer, bodyReader);
        this.events = new EventsHandler(backend.alerts().stocks(), renderer);
        this.health = new HealthHandler(backend.monitor().unreadyReason());
        this.metrics = new MetricsHandler(backend.monitor().metrics());
    }

    /** @param policy checked for every request, before the roles of its route */
    void addTo(RoutesConfig to, RequestPolicy policy, Access access) {
        to.before(ctx -> begin(ctx, policy, access));
        to.beforeMatched(access);

        to.post(Paths.CLAIMS, later(claims::post), CLAIM);
        to.post(Paths.CLAIM_BATCH, later(batches::post), CLAIM);
        get(to, Paths.CLAIMS, claims::getByQuery, CLAIM, READ);
        get(to, Paths.CLAIM, claims::getByPath, CLAIM, READ);

        to.post(Paths.CODES, now(uploads::post), UPLOAD);
        get(to, Paths.CODES, codes::list, READ);
        get(to, Paths.CODE, codes::getByPath, READ);
        to.patch(Paths.CODE, now(codes::patch), UPLOAD);

        get(to, Paths.TYPES, types::list, READ);
        get(to, Paths.TYPE, types::getByPath, READ);
        get(to, Paths.TYPE_COUNT, types::count, READ);

        get(to, Paths.TYPE_HISTORY, alerts::history, READ);
        get(to, Paths.TYPE_ALERTS, alerts::levels, READ);
        to.put(Paths.TYPE_ALERTS, now(alerts::putLevels), UPLOAD);

        get(to, Paths.ALERTS, alerts::list, READ);
        get(to, Paths.OVERVIEW, alerts::overview, READ);
        get(to, Paths.HISTORY, alerts::histories, READ);
        to.get(Paths.EVENTS, events, READ);
        to.head(Paths.EVENTS, events, READ);

        to.get(Paths.METRICS, metrics, READ);
        to.head(Paths.METRICS, metrics, READ);

        get(to, Paths.HEALTH_LIVE, health::live, ANYONE);
        get(to, Paths.HEALTH_READY, health::ready, ANYONE);

        WebPages.addTo(to);
    }

    private static void begin(Context ctx, RequestPolicy policy, Access access) {
        Answer.COMMON_HEADERS.forEach(ctx::header);
        ctx.header(RequestId.HEADER, RequestId.of(ctx));
        Caller caller = access.caller(ctx.header("Authorization"));
        caller.attachTo(ctx);
        policy.refusal(new RequestHead.Routed(ctx, caller)).ifPresent(problem -> {
            throw new ProblemException(problem);
        });
    }

    /** Ends the streams of events, which would never end by themselves. */
    @Override
    public void close() {
        events.close();
    }

    /** Registers HEAD too: by default Javalin answers HEAD with 200, even if the resource does not exist. */
    private static void get(RoutesConfig to, String path, Function<Context, Answer> handler, RouteAccess... roles) {
        to.get(path, now(handler), roles);
        to.head(path, now(handler), roles);
    }

    private static Handler now(Function<Context, Answer> handler) {
        return ctx -> handler.apply(ctx).send(ctx);
    }

    private Handler later(Function<Context, CompletableFuture<Answer>> handler) {
        return ctx -> {
            CompletableFuture<Answer> answer = handler.apply(ctx);
            ctx.future(() -> answer.thenComposeAsync(ready -> ready.sendLater(ctx), executor));
        };
    }
}
