package io.promopool.dashboard;

import io.promopool.testing.TestService;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/** The base class of tests in a browser: one browser for each class, and one service for each test. */
abstract class BrowserCase {
    static Browser browser;

    @TempDir
    Path folder;

    TestService service;

    @BeforeAll
    static void openBrowser() {
        browser = Browser.start();
    }

    @AfterAll
    static void closeBrowser() {
        if (browser != null) {
            browser.close();
        }
    }

    void start(Map<String, String> environment) throws Exception {
        service = new TestService(folder, environment);
    }

    /** If the service did not start, there is nothing to stop. */
    @AfterEach
    void stop() {
        if (service != null) {
            service.close();
        }
    }
}
