package io.promopool.http;

import io.javalin.http.Context;
import io.javalin.http.Handler;
import io.promopool.http.message.Query;
import java.io.IOException;
import java.util.Optional;

/** {@code GET /metrics}: the metrics of the service, for Prometheus. */
final class MetricsHandler implements Handler {
    private final MetricsPage page;

    MetricsHandler(MetricsPage page) {
        this.page = page;
    }

    @Override
    public void handle(Context ctx) throws IOException {
        Query.of(ctx);
        MetricsPage.Text text = page.text(Optional.ofNullable(ctx.header("Accept")));
        ctx.res().setContentType(text.mediaType());
        ctx.res().setContentLength(text.bytes().length);
        ctx.res().getOutputStream().write(text.bytes());
    }
}
