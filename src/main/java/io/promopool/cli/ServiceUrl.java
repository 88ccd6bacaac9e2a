package io.promopool.cli;

import java.net.URI;
import java.net.URISyntaxException;

/** Where a service is: {@code http://host:8080}, or with a path where a proxy puts it under one. */
record ServiceUrl(String base) {
    static final String DEFAULT = "http://127.0.0.1:8080";

    /** @throws CommandFailure where it is no address of a service */
    static ServiceUrl parse(String text) {
        URI uri;
        try {
            uri = new URI(text.strip());
        } catch (URISyntaxException e) {
            throw notOne(text);
        }
        boolean http = "http".equalsIgnoreCase(uri.getScheme()) || "https".equalsIgnoreCase(uri.getScheme());
        if (!http || uri.getHost() == null || uri.getRawQuery() != null || uri.getRawFragment() != null) {
            throw notOne(text);
        }
        if (uri.getRawUserInfo() != null) {
            throw CommandFailure.of(
                    ExitStatus.USAGE,
                    "The URL holds a user or a password; give the API key in " + EnvironmentVariables.API_KEY + ".");
        }
        return new ServiceUrl(uri.toString().replaceFirst("/+$", ""));
    }

    private static CommandFailure notOne(String text) {
        return CommandFailure.of(
                ExitStatus.USAGE,
                "'" + text + "' is not the address of a service; write it like " + DEFAULT + " (--url or "
                        + EnvironmentVariables.URL + ").");
    }
}
