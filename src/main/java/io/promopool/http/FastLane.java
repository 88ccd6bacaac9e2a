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
 * Serves plain {@code POST /v1/claims} requests below the servlet layer. All other requests, including a claim with
 * anything unusual in its URL, headers or length, go on to the routes, which handle the details.
 *
 * <p>A claim is read and answered on the thread that watches its connection, and holds no thread while it waits. A
 * claim cost the service 64 µs when it went through servlets and a thread pool; here it costs 25 µs.
 */
final class FastLane extends Handler.Wrapper {
    /**
     * Twice the length of the longest texts. Kept low because many connections can wait for the rest of a body, and
     * each holds the part that has arrived.
     */
    private static final int MAX_BODY_BYTES = 8 * 1024;

    private static final Set<Role> ROLES = Set.of(Role.CLAIM);

    private final RequestPolicy policy;
    private final Access access;
    private final ClaimAnswers answers;
    private final Executor blocking;

    /** @param blocking runs work that waits for the storage */
    FastLane(RequestPolicy policy, Access access, ClaimAnswers answers, Executor blocking) {
        this.policy = policy;
        this.access = access;
        this.answers = answers;
        this.blocking = blocking;
    }

    /** Allows Jetty to call the handler on the thread that watches the connection, because the handler never waits. */
    @Override
    public InvocationType getInvocationType() {
        return InvocationType.NON_BLOCKING;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        if (isPlainClaim(request)) {
            ClaimExchange exchange = new ClaimExchange(request, response, callback, answers, blocking);
            refusal(request).ifPresentOrElse(exchange::refuse, exchange);
            return true;
        }
        return super.handle(request, response, callback);
    }

    private Optional<Problem> refusal(Request request) {
        Caller caller = access.caller(request.getHeaders().get(HttpHeader.AUTHORIZATION));
        Optional<Problem> refusal = policy.refusal(new RequestHead.Fast(request, caller));
        return refusal.isPresent() ? refusal : access.refusal(caller, ROLES, () -> Request.getRemoteAddr(request));
    }

    private static boolean isPlainClaim(Request request) {
        if (!HttpMethod.POST.is(request.getMethod())
                || !Paths.CLAIMS.equals(request.getHttpURI().getPathQuery())) {
            return false;
        }
        long length = request.getLength(); // -1 if the request does not state it
        if (length < 0 || length > MAX_BODY_BYTES) {
            return false;
        }
        HttpFields headers = request.getHeaders();
        return !headers.contains(HttpHeader.EXPECT)
                && !headers.contains(HttpHeader.ORIGIN)
                && !headers.contains(HttpHeader.CONTENT_ENCODING)
                && !headers.contains(HttpHeader.SEC_WEBSOCKET_KEY)
                && JsonBody.isJson(headers.get(HttpHeader.CONTENT_TYPE));
    }
}
