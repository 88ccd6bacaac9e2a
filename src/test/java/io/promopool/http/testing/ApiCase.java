package io.promopool.http.testing;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** Starts one API without API keys for all tests of a class. */
public abstract class ApiCase {
    protected static TestApi api;

    @BeforeAll
    static void start() throws Exception {
        api = new TestApi();
    }

    @AfterAll
    static void stop() {
        api.close();
    }
}
