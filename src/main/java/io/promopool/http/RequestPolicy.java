package io.promopool.http;

import io.promopool.http.message.Problem;
import io.promopool.http.message.ProblemType;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What no request may do, whatever it calls. Both lanes ask it before they do anything else, so that a rule that is
 * added here holds for claims of the fast lane as well as for everything that goes to the routes.
 */
final class RequestPolicy {
    private static final String METHOD_OVERRIDE = "X-HTTP-Method-Override";

    /** In this header a browser names the relation of the page that sends a request to the service. */
    private static final String FETCH_SITE = "Sec-Fetch-Site";

    private static final Set<String> FOREIGN_PAGES = Set.of("cross-site", "same-site");
    private static final Set<String> READING_METHODS = Set.of("GET", "HEAD", "OPTIONS");

    /** The headers of a request, whichever layer reads it. */
    @FunctionalInterface
    interface Headers {
        /** The first value of the header of that name, in any case; null if there is no such header. */
        String get(String name);
    }

    /** One thing that requests may not do. */
    @FunctionalInterface
    interface Rule {
        /** Why a request is refused; empty if this rule allows it. */
        Optional<Problem> refusal(String method, Headers headers);
    }

    private final List<Rule> rules;

    /** The first rule that refuses a request decides what its caller reads. */
    RequestPolicy(List<Rule> rules) {
        this.rules = List.copyOf(rules);
    }

    /** The rules of the service. */
    static RequestPolicy ofService() {
        return new RequestPolicy(List.of(RequestPolicy::methodOverride, RequestPolicy::foreignPage));
    }

    /** Why a request is refused; empty if it may go on. Never waits: the fast lane asks on the connection's thread. */
    Optional<Problem> refusal(String method, Headers headers) {
        for (int i = 0; i < rules.size(); i++) { // not for-each: every claim comes by, and an iterator is garbage
            Optional<Problem> refusal = rules.get(i).refusal(method, headers);
            if (refusal.isPresent()) {
                return refusal;
            }
        }
        return Optional.empty();
    }

    /** The framework obeys this header: a POST would run the handler of another method. */
    private static Optional<Problem> methodOverride(String method, Headers headers) {
        return headers.get(METHOD_OVERRIDE) == null
                ? Optional.empty()
                : Optional.of(Problem.of(
                        ProblemType.INVALID_REQUEST,
                        "The header " + METHOD_OVERRIDE + " is not supported; send the request with that method."));
    }

    /** Without this, any page open in the browser of somebody who can reach the service could send an upload form. */
    private static Optional<Problem> foreignPage(String method, Headers headers) {
        String site = headers.get(FETCH_SITE);
        return site == null || !FOREIGN_PAGES.contains(site) || READING_METHODS.contains(method)
                ? Optional.empty()
                : Optional.of(Problem.of(ProblemType.FORBIDDEN, "Pages of other sites may not send this request."));
    }
}
