package io.promopool.http;

import io.javalin.http.Context;
import io.promopool.http.message.ProblemException;
import io.promopool.http.message.UrlText;

/** Every URL that the service answers, each written once. */
final class Paths {
    static final String CLAIMS = "/v1/claims";
    static final String CLAIM = CLAIMS + "/{key}";
    static final String CLAIM_BATCH = CLAIMS + "/batch";

    static final String CODES = "/v1/codes";
    static final String CODE = CODES + "/{code}";

    static final String TYPES = "/v1/types";
    static final String TYPE = TYPES + "/{type}";
    static final String TYPE_COUNT = TYPE + "/count";
    static final String TYPE_HISTORY = TYPE + "/history";
    static final String TYPE_ALERTS = TYPE + "/alerts";

    static final String ALERTS = "/v1/alerts";
    static final String OVERVIEW = "/v1/overview";
    static final String HISTORY = "/v1/history";
    static final String EVENTS = "/v1/events";

    static final String METRICS = "/metrics";
    static final String HEALTH = "/health/";
    static final String HEALTH_LIVE = HEALTH + "live";
    static final String HEALTH_READY = HEALTH + "ready";

    static final String DASHBOARD = "/";
    static final String DOCS = "/docs";
    static final String OPENAPI = "/openapi.yaml";

    /** The folder of the files that the pages load. */
    static final String WEB = "/web/";

    /** Position of the parameter in each path that has one, such as {@code /v1/types/{type}/count}. */
    private static final int PARAMETER_SEGMENT = 3;

    private Paths() {}

    /**
     * Returns the type, code or key in the path, decoded.
     *
     * @throws ProblemException if it is not well-formed
     */
    static String parameter(Context ctx) {
        return UrlText.decode(ctx.req().getRequestURI().split("/", -1)[PARAMETER_SEGMENT], false);
    }
}
