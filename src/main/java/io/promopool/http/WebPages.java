package io.promopool.http;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Handler;

/**
 * What people open in a browser, and under {@code /web/} what that is made of. Open to anyone, also where there are API
 * keys: a browser has no key to send before a page is there to ask for it, and nothing in these files is about the codes.
 * The calls that a page makes need a key like all others.
 */
final class WebPages {
    /** A folder of the webjar in pom.xml, which has that version too. */
    private static final String SWAGGER_UI = "META-INF/resources/webjars/swagger-ui/5.34.1/";

    private WebPages() {}

    static void addTo(RoutesConfig to) {
        file(to, "/openapi.yaml", "web/openapi.yaml");
        file(to, "/docs", "web/docs.html");

        file(to, "/web/docs.css", "web/docs.css");
        file(to, "/web/docs.js", "web/docs.js");
        file(to, "/web/icon.svg", "web/icon.svg");
        file(to, "/web/swagger-ui.css", SWAGGER_UI + "swagger-ui.css");
        file(to, "/web/swagger-ui-bundle.js", SWAGGER_UI + "swagger-ui-bundle.js");
    }

    private static void file(RoutesConfig to, String path, String resource) {
        Handler handler = WebFile.of(resource)::send;
        to.get(path, handler, Access.Anyone.ANYONE);
        to.head(path, handler, Access.Anyone.ANYONE);
    }
}
