package io.promopool.http;

import io.promopool.auth.Role;
import io.promopool.http.message.JsonBody;
import io.promopool.http.message.Problem;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executor;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/**
 * The short way for claims: {@code POST /v1/claims}, asked in the ordinary manner, is served here, below the servlet
 * layer. Everything else, and a claim that has anything odd about it, goes on to the routes, which know what to say.
 *
 * <p>A claim is read and answered on the thread that watches its connection, and holds none while it waits: through
 * servlets and a thread pool the same claim took 64 µs of the service's time instead of 25.
 */
final class FastLane extends Handler.Wrapper {
    /** Twice what the longest texts take. Connections whose bodies are not there yet are many, and hold what came. */
    private static final int MAX_BODY_BYTES = 8 * 1024;

    private static final Set<Role> ROLES = Set.of(Role.CLAIM);

    private final RequestPolicy policy;
    private final Access access;
    private final ClaimAnswers answers;
    private final Executor blocking;

    /** @param blocking runs what waits for the storage */
    FastLane(RequestPolicy policy, Access access, ClaimAnswers answers, Executor blocking) {
        this.policy = policy;
        this.access = access;
        this.answers = answers;
        this.blocking = blocking;
    }

    /** Jetty may call this on the thread that watches the connections: it never waits. */
    @Override
    public InvocationType getInvocationType() {
        return InvocationType.NON_BLOCKING;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        if (isOrdinaryClaim(request)) {
            ClaimExchange exchange = new ClaimExchange(request, response, callback, answers, blocking);
            refusal(request).ifPresentOrElse(exchange::refuse, exchange);
            return true;
        }
        return super.handle(request, response, callback);
    }

    private Optional<Problem> refusal(Request request) {
        HttpFields headers = request.getHeaders();
        Optional<Problem> refusal = policy.refusal(request.getMethod(), headers::get);
        return refusal.isPresent() ? refusal : access.refusal(headers.get(HttpHeader.AUTHORIZATION), ROLES);
    }

    private static boolean isOrdinaryClaim(Request request) {
        if (!HttpMethod.POST.is(request.getMethod())
                || !Paths.CLAIMS.equals(request.getHttpURI().getPathQuery())) {
            return false;
        }
        long length = request.getLength(); // -1 where it is not told
        if (length < 0 || length > MAX_BODY_BYTES) {
            return false;
        }
        HttpFields headers = request.getHeaders();
        return !headers.contains(HttpHeader.EXPECT)
                && !headers.contains(HttpHeader.CONTENT_ENCODING)
                && JsonBody.isJson(headers.get(HttpHeader.CONTENT_TYPE));
    }
}
