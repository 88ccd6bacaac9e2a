package io.promopool.http;

import io.promopool.http.message.Problem;
import io.promopool.http.message.ProblemType;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * The rules that apply to every request. Both lanes check them before anything else, so a rule that is added here
 * applies to claims in the fast lane as well as to all routes.
 */
final class RequestPolicy {
    private static final String METHOD_OVERRIDE = "X-HTTP-Method-Override";

    private static final List<String> SINGLE_HEADERS = List.of("Content-Type", "Content-Encoding");

    /** In this header a browser reports whether the page that sends the request belongs to this service. */
    private static final String FETCH_SITE = "Sec-Fetch-Site";

    /** Longer than any host with its scheme and port. */
    private static final int MAX_SHOWN = 300;

    private static final Set<String> OWN_PAGES = Set.of("same-origin", "none");
    private static final Set<String> READING_METHODS = Set.of("GET", "HEAD", "OPTIONS");

    /** A rule that can refuse a request. */
    @FunctionalInterface
    interface Rule {
        /** Why a request is refused; empty if this rule allows it. Must not wait. */
        Optional<Problem> refusal(RequestHead request);
    }

    private final List<Rule> rules;

    /** @param rules checked in this order; the first one that refuses a request determines the answer */
    RequestPolicy(List<Rule> rules) {
        this.rules = List.copyOf(rules);
    }

    /** The rules of the service. */
    static RequestPolicy ofService(HttpSettings settings) {
        KnownHosts hosts = new KnownHosts(settings.host(), settings.allowedHosts());
        return new RequestPolicy(List.of(
                RequestPolicy::methodOverride,
                RequestPolicy::repeatedHeader,
                request -> foreignName(request, hosts),
                RequestPolicy::foreignPage,
                request -> foreignOrigin(request, hosts)));
    }

    /**
     * Why a request is refused; empty if it is allowed. Never waits, because the fast lane calls it on a thread of
     * Jetty.
     */
    Optional<Problem> refusal(RequestHead request) {
        for (int i = 0; i < rules.size(); i++) { // not for-each: it would allocate an iterator for every claim
            Optional<Problem> refusal = rules.get(i).refusal(request);
            if (refusal.isPresent()) {
                return refusal;
            }
        }
        return Optional.empty();
    }

    /** Javalin obeys this header, so a POST could run the handler of another method. */
    private static Optional<Problem> methodOverride(RequestHead request) {
        return request.header(METHOD_OVERRIDE) == null
                ? Optional.empty()
                : Optional.of(Problem.of(
                        ProblemType.INVALID_REQUEST,
                        "The header " + METHOD_OVERRIDE
                                + " is not supported; use the method that it names as the method of the request."));
    }

    /** Two values leave open how the body is to be read, and a proxy might have read it in the other way. */
    private static Optional<Problem> repeatedHeader(RequestHead request) {
        for (int i = 0; i < SINGLE_HEADERS.size(); i++) {
            String name = SINGLE_HEADERS.get(i);
            if (request.isRepeated(name)) {
                return Optional.of(
                        Problem.of(ProblemType.INVALID_REQUEST, "The header " + name + " occurs twice; send it once.")
                                .with("field", name));
            }
        }
        return Optional.empty();
    }

    /**
     * Without this rule, the page of a name that was made to point to the service could read and change everything.
     * Health checks say nothing about codes, and supervisors send them with names that nobody configured.
     */
    private static Optional<Problem> foreignName(RequestHead request, KnownHosts hosts) {
        if (request.caller().isKnown() || request.path().startsWith(Paths.HEALTH)) {
            return Optional.empty();
        }
        return request.host()
                .filter(host -> !hosts.isKnown(host))
                .map(host -> forbidden("The request has no valid API key and was sent to "
                        + Authority.parse(host)
                                .map(name -> "'" + name.host() + "'")
                                .orElse("a malformed host")
                        + ", which is not a name of this service. Use its IP address or localhost, send an API key, or "
                        + "add the name to the setting http.allowed-hosts."));
    }

    /**
     * Without this rule, any web page could make the browser of a visitor who can reach the service submit an upload.
     */
    private static Optional<Problem> foreignPage(RequestHead request) {
        String site = request.header(FETCH_SITE);
        return site == null || OWN_PAGES.contains(site.toLowerCase(Locale.ROOT)) || mayComeFromAnyPage(request)
                ? Optional.empty()
                : Optional.of(forbidden("A browser sent this request from a page of another site, which may only read "
                        + "(the setting http.allowed-hosts does not change that). Programs send the API key as a "
                        + "bearer token."));
    }

    /** The same for browsers that don't report the site: they do so only to https, 127.0.0.1 and localhost. */
    private static Optional<Problem> foreignOrigin(RequestHead request, KnownHosts hosts) {
        String origin = request.header("Origin");
        if (origin == null || mayComeFromAnyPage(request) || hosts.isOwnPage(origin, request.host())) {
            return Optional.empty();
        }
        String shown = origin.substring(0, Math.min(origin.length(), MAX_SHOWN));
        return Optional.of(forbidden("A page of another site (" + shown + ") sent this request. Such pages may only "
                + "read. If the page belongs to this service and a proxy changes the header Host, "
                + "add the host of the page to the setting http.allowed-hosts. "
                + "Programs send the API key as a bearer token."));
    }

    /** Browsers keep pages from reading what other sites answer. And no foreign page knows a bearer token. */
    private static boolean mayComeFromAnyPage(RequestHead request) {
        return READING_METHODS.contains(request.method()) || request.caller().isKnownByBearer();
    }

    private static Problem forbidden(String detail) {
        return Problem.of(ProblemType.FORBIDDEN, detail);
    }
}
