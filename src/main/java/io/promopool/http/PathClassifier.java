package io.promopool.http;

import io.promopool.http.jetty.HttpListener.Call;
import io.promopool.http.jetty.RequestClassifier;
import org.eclipse.jetty.http.HttpMethod;

/** What the URL and the method of a request say about it. */
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

    /** All but uploads, which are read row by row. */
    @Override
    public boolean isReadWhole(String method, String path) {
        return HttpMethod.PATCH.is(method) || HttpMethod.PUT.is(method) || path.startsWith(Paths.CLAIMS);
    }

    /** Health checks: whoever restarts a service that does not answer them would make an overload worse. */
    @Override
    public boolean isServedUnderOverload(String path) {
        return path.startsWith(Paths.HEALTH);
    }
}
