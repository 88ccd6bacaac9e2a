package io.promopool;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/** What tests in a browser have in common: one browser for all of a class, and a service for each. */
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

    /** Where it did not start there is nothing to stop. */
    @AfterEach
    void stop() {
        if (service != null) {
            service.close();
        }
    }
}
