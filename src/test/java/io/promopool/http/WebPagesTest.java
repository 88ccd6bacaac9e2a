package io.promopool.http;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.promopool.auth.ApiKey;
import io.promopool.auth.Role;
import io.promopool.http.testing.TestApi;
import io.promopool.http.testing.TestApi.Reply;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The pages and their files. The service has API keys, and the tests send none. */
class WebPagesTest {
    private static final Pattern LINK = Pattern.compile("(?:href|src)=\"([^\"]+)\"");

    private static final Pattern IMPORT = Pattern.compile("^import .*? from \"([^\"]+)\";$", Pattern.MULTILINE);

    private static TestApi api;

    @BeforeAll
    static void start() throws Exception {
        api = new TestApi(new ApiKey("admin", Set.of(Role.ADMIN), ApiKey.hash("secret")));
    }

    @AfterAll
    static void stop() {
        api.close();
    }

    static Stream<String> files() {
        return api.server.routes().stream()
                .map(route -> route.path)
                .filter(path -> path.startsWith("/web/")
                        || path.equals("/")
                        || path.equals("/docs")
                        || path.equals("/openapi.yaml"))
                .distinct();
    }

    @ParameterizedTest
    @CsvSource({
        "/, text/html;charset=utf-8",
        "/web/dashboard/main.js, text/javascript;charset=utf-8",
        "/web/dashboard/base.css, text/css;charset=utf-8",
        "/openapi.yaml, application/yaml",
        "/docs, text/html;charset=utf-8",
        "/web/docs.css, text/css;charset=utf-8",
        "/web/docs.js, text/javascript;charset=utf-8",
        "/web/icon.svg, image/svg+xml",
    })
    void each_file_has_its_media_type(String path, String mediaType) throws Exception {
        Reply reply = api.get(path);
        assertEquals(200, reply.status());
        assertEquals(mediaType, reply.header("Content-Type").replace("; ", ";"));
    }

    @ParameterizedTest
    @MethodSource("files")
    void nothing_from_other_hosts_may_run_in_a_page(String path) throws Exception {
        Reply reply = api.get(path);
        assertEquals(WebFile.CONTENT_SECURITY_POLICY, reply.header("Content-Security-Policy"));
        assertFalse(reply.header("Content-Security-Policy").contains("unsafe"));
        assertEquals("nosniff", reply.header("X-Content-Type-Options"));
        assertEquals("no-referrer", reply.header("Referrer-Policy"));
        assertEquals("", reply.header("Set-Cookie"));
    }

    @ParameterizedTest
    @MethodSource("files")
    void a_browser_caches_a_file_and_revalidates_it(String path) throws Exception {
        Reply first = api.get(path);
        String etag = first.header("ETag");
        assertTrue(etag.matches("\"[0-9a-f]{32}\""), etag);
        assertEquals("no-cache", first.header("Cache-Control"));
        for (String known : new String[] {etag, "W/" + etag, "\"other\" , " + etag, "*"}) {
            Reply again = api.send(api.to(path).header("If-None-Match", known));
            assertEquals(304, again.status(), known);
            assertEquals(etag, again.header("ETag"));
            assertEquals("", again.response().body());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"other\"", "", "\"", "nonsense, ,,\"", "\"00000000000000000000000000000000\""})
    void a_file_that_the_browser_does_not_have_is_sent(String known) throws Exception {
        assertEquals(
                200, api.send(api.to("/docs").header("If-None-Match", known)).status());
    }

    @ParameterizedTest
    @MethodSource("files")
    void a_file_is_compressed_for_clients_that_accept_it(String path) throws Exception {
        byte[] plain = bytes(path, "identity").body();
        HttpResponse<byte[]> packed = bytes(path, "br, GZIP;q=0.5");
        assertEquals("gzip", packed.headers().firstValue("Content-Encoding").orElse(""));
        assertEquals("Accept-Encoding", packed.headers().firstValue("Vary").orElse(""));
        assertArrayEquals(plain, new GZIPInputStream(new ByteArrayInputStream(packed.body())).readAllBytes());
        String etag = packed.headers().firstValue("ETag").orElse("");
        assertTrue(etag.endsWith("-gzip\""), "other bytes have a different ETag: " + etag);
    }

    @ParameterizedTest
    @ValueSource(strings = {"gzip;q=0", "gzip; q=0.000", "deflate, br", "x-gzip-not", "\"gzip", "gzip;q=nonsense"})
    void a_file_is_not_compressed_for_others(String codings) throws Exception {
        assertEquals(
                "",
                bytes("/docs", codings).headers().firstValue("Content-Encoding").orElse(""));
    }

    @ParameterizedTest
    @MethodSource("files")
    void head_has_the_headers_of_get_and_other_methods_are_refused(String path) throws Exception {
        Reply get = api.get(path);
        Reply head = api.send(api.to(path).method("HEAD", BodyPublishers.noBody()));
        assertEquals(200, head.status());
        for (String header : new String[] {"Content-Type", "Content-Length", "ETag", "Cache-Control"}) {
            assertEquals(get.header(header), head.header(header));
        }
        assertEquals("", head.response().body());
        for (String method : new String[] {"POST", "PUT", "PATCH", "DELETE"}) {
            Reply reply = api.send(api.to(path).method(method, BodyPublishers.noBody()));
            assertEquals(405, reply.status());
            assertEquals("GET, HEAD", reply.header("Allow"));
            assertEquals("no-store", reply.header("Cache-Control"));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/docs"})
    void a_page_uses_files_that_exist_and_nothing_inline(String path) throws Exception {
        String page = api.get(path).response().body();
        Matcher links = LINK.matcher(page);
        Set<String> found = new HashSet<>();
        while (links.find()) {
            if (links.group(1).startsWith("#") || links.group(1).startsWith("v1/")) {
                continue; // a view of the page, and a call that needs a key
            }
            assertFalse(links.group(1).contains(":") || links.group(1).startsWith("/"), links.group(1));
            assertEquals(200, api.get("/" + links.group(1)).status(), links.group(1));
            found.add(links.group(1));
        }
        assertTrue(found.size() > 4, found.toString());
        assertFalse(page.contains("<style") || page.contains("style=") || page.contains("<script>"), page);
    }

    @Test
    void what_a_module_imports_is_served() throws Exception {
        Set<String> modules = new HashSet<>();
        Deque<String> open = new ArrayDeque<>(List.of("/web/dashboard/main.js"));
        while (!open.isEmpty()) {
            String module = open.pop();
            Reply reply = api.get(module);
            assertEquals(200, reply.status(), module);
            if (modules.add(module) && !module.equals("/web/uplot.js")) {
                Matcher imports = IMPORT.matcher(reply.response().body());
                while (imports.find()) {
                    open.push(URI.create(module).resolve(imports.group(1)).toString());
                }
            }
        }
        assertTrue(modules.size() > 20, modules.toString());
    }

    @Test
    void no_other_file_of_the_class_path_is_served() throws Exception {
        for (String path : new String[] {
            "/web/docs.html",
            "/web/",
            "/web",
            "/docs/",
            "/web/../lua/claim.lua",
            "/web/%2e%2e/lua/claim.lua",
            "/web/..%2Flua%2Fclaim.lua",
            "/web/swagger-ui-bundle.js.map",
            "/META-INF/LICENSE"
        }) {
            String reply = api.raw("GET " + path + " HTTP/1.1", "Host: localhost", "Connection: close");
            assertTrue(reply.startsWith("HTTP/1.1 404 ") || reply.startsWith("HTTP/1.1 401 "), path + ": " + reply);
        }
    }

    @Test
    void a_file_that_is_missing_or_of_an_unknown_kind_stops_the_start() {
        assertThrows(IllegalStateException.class, () -> WebFile.of("web/nix.html"));
        assertThrows(IllegalStateException.class, () -> WebFile.of("lua/claim.lua"));
    }

    private static HttpResponse<byte[]> bytes(String path, String codings) throws IOException, InterruptedException {
        return HttpClient.newHttpClient()
                .send(api.to(path).header("Accept-Encoding", codings).build(), BodyHandlers.ofByteArray());
    }
}
