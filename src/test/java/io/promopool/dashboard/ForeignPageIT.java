package io.promopool.dashboard;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import io.promopool.auth.ApiKey;
import io.promopool.testing.TestService;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a real browser lets a page of another site do to a service on this machine, and what it must let our own do. */
class ForeignPageIT {
    private static final String SCRIPT = """
            const [method, path, headers, body] = arguments;
            return fetch(path, { method, headers, body }).then((response) => response.status);
            """;

    private static Browser browser;

    @TempDir
    Path folder;

    /** The names lead to this machine, as an attacker lets a name of their own do. */
    @BeforeAll
    static void openBrowser() {
        browser = Browser.start(
                "--host-resolver-rules=MAP *.test 127.0.0.1",
                "--disable-features=HttpsUpgrades,HttpsFirstBalancedModeAutoEnable",
                "--ignore-certificate-errors");
    }

    @AfterAll
    static void closeBrowser() {
        if (browser != null) {
            browser.close();
        }
    }

    @Test
    void a_form_on_a_foreign_page_retires_no_code_and_adds_none() throws Exception {
        try (TestService service = new TestService(folder, Map.of())) {
            service.upload("birthday", "code\nKEPT\n");
            for (String target : List.of("evil.test", "127.0.0.1", "localhost")) {
                String action = "http://" + target + ":" + portOf(service) + "/v1/codes?type=birthday";
                HttpServer attacker = page("""
                        <title>won</title><form method="post" enctype="multipart/form-data" action="%s">
                        <input type="file" name="file"></form><script>
                        const files = new DataTransfer();
                        const csv = "code,inUse\\nKEPT,true\\nPLANTED,false\\n";
                        files.items.add(new File([csv], "f.csv", {type: "text/csv"}));
                        document.querySelector("input").files = files.files;
                        document.forms[0].submit();
                        </script>""".formatted(action));
                try {
                    browser.open("http://shop.test:" + attacker.getAddress().getPort() + "/");
                    browser.await("the answer to the form", () -> browser.url().equals(action));
                    browser.awaitText("body", "forbidden");
                    browser.awaitText("body", "http.allowed-hosts");
                } finally {
                    attacker.stop(0);
                }
            }
            assertEquals("available", service.stateOf("KEPT"));
            assertEquals(404, service.status("/v1/codes/PLANTED"));
        }
    }

    /** The page came from the attacker's address. Then the name was made to lead to the service. */
    @Test
    void a_name_that_is_made_to_lead_to_the_service_reads_nothing_and_claims_nothing() throws Exception {
        try (TestService service = new TestService(folder, Map.of())) {
            service.upload("birthday", "code\nKEPT\n");
            browser.open("http://evil.test:" + portOf(service) + "/health/live");
            assertEquals(200L, fetch("GET", "/health/live", Map.of(), null), "the browser does ask the service");
            for (String path : List.of("/", "/v1/codes", "/v1/types", "/metrics", "/openapi.yaml")) {
                assertEquals(403L, fetch("GET", path, Map.of(), null), path);
            }
            assertEquals(403L, fetch("POST", "/v1/claims", json(), "{\"type\":\"birthday\",\"key\":\"k\"}"));
            assertEquals(
                    403L, fetch("POST", "/v1/codes", Map.of("Content-Type", "text/csv"), "code,type\nX,birthday\n"));
            assertEquals("available", service.stateOf("KEPT"));
        }
    }

    @Test
    void our_own_pages_work_under_every_name_of_this_machine() throws Exception {
        try (TestService service = new TestService(folder, Map.of())) {
            for (String name : List.of("127.0.0.1", "localhost", "promopool.localhost")) {
                browser.open("http://" + name + ":" + portOf(service) + "/");
                browser.awaitText("#connection", "Live");
                assertCanChange(Map.of());
            }
        }
    }

    @Test
    void behind_a_proxy_that_speaks_tls_pages_work_once_its_name_is_allowed() throws Exception {
        try (TlsProxy proxy = new TlsProxy(folder)) {
            String name = "promo.test:" + proxy.port();
            try (TestService service =
                    new TestService(folder, Map.of("PROMOPOOL_HTTP_ALLOWED_HOSTS", "other.test, " + name))) {
                for (boolean passesHost : List.of(false, true)) {
                    proxy.leadTo(portOf(service), passesHost);
                    browser.open("https://" + name + "/");
                    browser.awaitText("#connection", "Live");
                    assertCanChange(Map.of());
                    browser.open("http://evil.test:" + portOf(service) + "/health/live");
                    assertEquals(403L, fetch("GET", "/v1/codes", Map.of(), null));
                }
            }
        }
    }

    @Test
    void with_an_api_key_pages_work_behind_a_proxy_that_replaces_the_host_without_any_setting() throws Exception {
        String hash = HexFormat.of().formatHex(ApiKey.hash("secret"));
        try (TlsProxy proxy = new TlsProxy(folder);
                TestService service = new TestService(folder, Map.of("PROMOPOOL_AUTH_KEYS", "boss:admin:" + hash))) {
            proxy.leadTo(portOf(service), false);
            browser.open("https://promo.test:" + proxy.port() + "/");
            browser.find("dialog");
            assertCanChange(Map.of("Authorization", "Bearer secret"));
            proxy.leadTo(portOf(service), true);
            browser.open("https://promo.test:" + proxy.port() + "/");
            browser.awaitText("body", "http.allowed-hosts");
        }
    }

    private static void assertCanChange(Map<String, String> key) {
        Map<String, String> headers = new HashMap<>(key);
        headers.put("Content-Type", "text/csv");
        assertEquals(200L, fetch("POST", "/v1/codes?type=t", headers, "code\nX\n"));
        headers.put("Content-Type", "application/json");
        Object claimed = fetch("POST", "/v1/claims", headers, "{\"type\":\"t\",\"key\":\"k\"}");
        assertTrue(List.of(201L, 200L).contains(claimed), String.valueOf(claimed));
    }

    private static Map<String, String> json() {
        return Map.of("Content-Type", "application/json");
    }

    private static Object fetch(String method, String path, Map<String, String> headers, String body) {
        return browser.run(SCRIPT, method, path, headers, body);
    }

    private static int portOf(TestService service) {
        return URI.create(service.url()).getPort();
    }

    private static HttpServer page(String html) throws Exception {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            byte[] bytes = html.getBytes(UTF_8);
            exchange.getResponseHeaders().add("Content-Type", "text/html");
            exchange.sendResponseHeaders(200, bytes.length);
            try (OutputStream out = exchange.getResponseBody()) {
                out.write(bytes);
            }
        });
        server.start();
        return server;
    }
}
