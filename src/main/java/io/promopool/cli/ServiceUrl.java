package io.promopool.cli;

import java.net.URI;
import java.net.URISyntaxException;

/** The URL of a service: {@code http://host:8080}, followed by a path if a proxy serves it under one. */
record ServiceUrl(String base) {
    static final String DEFAULT = "http://127.0.0.1:8080";

    /** @throws CommandFailure if the text is not a valid URL of a service */
    static ServiceUrl parse(String text) {
        URI uri;
        try {
            uri = new URI(text.strip());
        } catch (URISyntaxException e) {
            throw invalid(text);
        }
        boolean http = "http".equalsIgnoreCase(uri.getScheme()) || "https".equalsIgnoreCase(uri.getScheme());
        if (!http || uri.getHost() == null || uri.getRawQuery() != null || uri.getRawFragment() != null) {
            throw invalid(text);
        }
        if (uri.getRawUserInfo() != null) {
            throw CommandFailure.of(
                    ExitStatus.USAGE,
                    "The URL contains a user name or password; set the API key in " + EnvironmentVariables.API_KEY
                            + " instead.");
        }
        return new ServiceUrl(uri.toString().replaceFirst("/+$", ""));
    }

    private static CommandFailure invalid(String text) {
        return CommandFailure.of(
                ExitStatus.USAGE,
                "'" + text + "' is not a valid service URL; use the form " + DEFAULT + " (--url or "
                        + EnvironmentVariables.URL + ").");
    }
}
