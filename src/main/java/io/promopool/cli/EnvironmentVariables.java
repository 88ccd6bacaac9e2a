package io.promopool.cli;

import java.util.Set;

/** The environment variables that the commands read; none of them is a setting of the service. */
final class EnvironmentVariables {
    static final String URL = "PROMOPOOL_URL";
    static final String API_KEY = "PROMOPOOL_API_KEY";

    static final Set<String> ALL = Set.of(URL, API_KEY);

    private EnvironmentVariables() {}
}
