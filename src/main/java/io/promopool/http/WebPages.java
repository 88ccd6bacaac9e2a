package io.promopool.http;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Handler;
import java.util.List;

/**
 * Registers the pages that people open in a browser, and the files below {@code /web/} that these pages load. Everyone
 * can read them, even if API keys are configured: a browser has no key to send before a page asks for it, and these
 * files contain nothing about codes. The requests that a page sends need a key like all others.
 */
final class WebPages {
    /** In the webjar. When the version in pom.xml changes, change it here too. */
    private static final String SWAGGER_UI = "META-INF/resources/webjars/swagger-ui/5.34.1/";

    private static final String UPLOT = "META-INF/resources/webjars/uplot/1.6.30/dist/";

    private static final String DASHBOARD = "dashboard/";

    private static final List<String> DASHBOARD_FILES = List.of(
            "base.css",
            "layout.css",
            "overview.css",
            "views.css",
            "theme.js",
            "main.js",
            "dom.js",
            "format.js",
            "zone.js",
            "csv.js",
            "api.js",
            "key.js",
            "live.js",
            "store.js",
            "alerts.js",
            "overview.js",
            "welcome.js",
            "table.js",
            "row.js",
            "order.js",
            "sparkline.js",
            "chart.js",
            "stock.js",
            "detail.js",
            "lots.js",
            "levels.js",
            "upload.js",
            "files.js",
            "transfer.js",
            "report.js",
            "lookup.js",
            "confirm.js",
            "toast.js");

    private WebPages() {}

    static void addTo(RoutesConfig to) {
        file(to, Paths.OPENAPI, "web/openapi.yaml");
        file(to, Paths.DOCS, "web/docs.html");

        file(to, Paths.DASHBOARD, "web/dashboard/index.html");
        DASHBOARD_FILES.forEach(name -> file(to, Paths.WEB + DASHBOARD + name, "web/" + DASHBOARD + name));
        file(to, Paths.WEB + "uplot.js", UPLOT + "uPlot.esm.js");
        file(to, Paths.WEB + "uplot.css", UPLOT + "uPlot.min.css");

        file(to, Paths.WEB + "docs.css", "web/docs.css");
        file(to, Paths.WEB + "docs.js", "web/docs.js");
        file(to, Paths.WEB + "icon.svg", "web/icon.svg");
        file(to, Paths.WEB + "swagger-ui.css", SWAGGER_UI + "swagger-ui.css");
        file(to, Paths.WEB + "swagger-ui-bundle.js", SWAGGER_UI + "swagger-ui-bundle.js");
    }

    private static void file(RoutesConfig to, String path, String resource) {
        Handler handler = WebFile.of(resource)::send;
        to.get(path, handler, RouteAccess.ANYONE);
        to.head(path, handler, RouteAccess.ANYONE);
    }
}
