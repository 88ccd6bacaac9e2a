package io.promopool.http;

import io.promopool.http.jetty.HttpListener.Call;
import io.promopool.http.jetty.RequestClassifier;
import org.eclipse.jetty.http.HttpMethod;

/** Classifies requests by method and path, for the server below the routes. */
final class PathClassifier implements RequestClassifier {
    @Override
    public Call callOf(String method, String path) {
        if (!HttpMethod.POST.is(method)) {
            return Call.OTHER;
        }
        return switch (path) {
            case Paths.CLAIMS -> Call.CLAIM;
            case Paths.CLAIM_BATCH -> Call.CLAIM_BATCH;
            case Paths.CODES -> Call.UPLOAD;
            default -> Call.OTHER;
        };
    }

    /** All requests with a body except uploads, which are read row by row. */
    @Override
    public boolean isReadWhole(String method, String path) {
        return HttpMethod.PATCH.is(method) || HttpMethod.PUT.is(method) || path.startsWith(Paths.CLAIMS);
    }

    /** Health checks. If they failed under overload, a supervisor would restart the service and make things worse. */
    @Override
    public boolean isServedUnderOverload(String path) {
        return path.startsWith(Paths.HEALTH);
    }
}
