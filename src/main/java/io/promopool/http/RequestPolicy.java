package io.promopool.http;

import io.promopool.http.message.Problem;
import io.promopool.http.message.ProblemType;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The rules that apply to every request. Both lanes check them before anything else, so a rule that is added here
 * applies to claims in the fast lane as well as to all routes.
 */
final class RequestPolicy {
    private static final String METHOD_OVERRIDE = "X-HTTP-Method-Override";

    /** In this header a browser reports whether the page that sends the request belongs to this service. */
    private static final String FETCH_SITE = "Sec-Fetch-Site";

    private static final Set<String> FOREIGN_PAGES = Set.of("cross-site", "same-site");
    private static final Set<String> READING_METHODS = Set.of("GET", "HEAD", "OPTIONS");

    /** The headers of a request, independent of the layer that reads it. */
    @FunctionalInterface
    interface Headers {
        /** The first value of a header, whose name ignores upper and lower case; null if there is no such header. */
        String get(String name);
    }

    /** A rule that can refuse a request. */
    @FunctionalInterface
    interface Rule {
        /** Why a request is refused; empty if this rule allows it. Must not wait. */
        Optional<Problem> refusal(String method, Headers headers);
    }

    private final List<Rule> rules;

    /** @param rules checked in this order; the first one that refuses a request determines the answer */
    RequestPolicy(List<Rule> rules) {
        this.rules = List.copyOf(rules);
    }

    /** The rules of the service. */
    static RequestPolicy ofService() {
        return new RequestPolicy(List.of(RequestPolicy::methodOverride, RequestPolicy::foreignPage));
    }

    /**
     * Why a request is refused; empty if it is allowed. Never waits, because the fast lane calls it on a thread of
     * Jetty.
     */
    Optional<Problem> refusal(String method, Headers headers) {
        for (int i = 0; i < rules.size(); i++) { // not for-each: it would allocate an iterator for every claim
            Optional<Problem> refusal = rules.get(i).refusal(method, headers);
            if (refusal.isPresent()) {
                return refusal;
            }
        }
        return Optional.empty();
    }

    /** Javalin obeys this header, so a POST could run the handler of another method. */
    private static Optional<Problem> methodOverride(String method, Headers headers) {
        return headers.get(METHOD_OVERRIDE) == null
                ? Optional.empty()
                : Optional.of(Problem.of(
                        ProblemType.INVALID_REQUEST,
                        "The header " + METHOD_OVERRIDE
                                + " is not supported; use the method that it names as the method of the request."));
    }

    /**
     * Without this rule, any web page could make the browser of a visitor who can reach the service submit an upload.
     */
    private static Optional<Problem> foreignPage(String method, Headers headers) {
        String site = headers.get(FETCH_SITE);
        return site == null || !FOREIGN_PAGES.contains(site) || READING_METHODS.contains(method)
                ? Optional.empty()
                : Optional.of(Problem.of(ProblemType.FORBIDDEN, "Pages of other sites may not send this request."));
    }
}
