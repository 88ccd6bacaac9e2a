package io.promopool.http;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Under which names the service can be called by those who have no API key, and from which other pages.
 *
 * <p>Whoever owns a name can let it point to any address. So a page on a foreign name can call a service in the network
 * of its visitor, and the browser takes both for the same site (DNS rebinding). The name in the header {@code Host} is
 * the only sign of it. An address is no name, so it can't be a foreign one.
 */
final class KnownHosts {
    private static final String LOCALHOST = "localhost";

    private final Set<String> names;
    private final List<Authority> allowed;

    /** The header that was known last. Most callers use the same one, and comparing is cheaper than parsing. */
    private volatile String latest = LOCALHOST;

    /** @param listening the name or address that the service listens on */
    KnownHosts(String listening, AllowedHosts allowedHosts) {
        allowed = allowedHosts.names().stream()
                .map(Authority::parse)
                .flatMap(Optional::stream)
                .toList();
        names = Stream.concat(Authority.parse(listening).stream(), allowed.stream())
                .map(Authority::host)
                .collect(Collectors.toUnmodifiableSet());
    }

    /** Whether the service is known under this name; its port is ignored. */
    boolean isKnown(String hostHeader) {
        if (hostHeader.equals(latest)) {
            return true;
        }
        boolean known = Authority.parse(hostHeader).filter(this::isKnown).isPresent();
        if (known) {
            latest = hostHeader;
        }
        return known;
    }

    private boolean isKnown(Authority host) {
        return host.isAddress()
                || host.host().equals(LOCALHOST)
                || host.host().endsWith("." + LOCALHOST)
                || names.contains(host.host());
    }

    /**
     * Whether a page may send requests that change something: a page of the service itself, or of an allowed host.
     *
     * @param origin the header {@code Origin}: scheme, host and port of the page
     * @param hostHeader what the request was sent to; empty if it does not say so
     */
    boolean isOwnPage(String origin, Optional<String> hostHeader) {
        String lowerCase = origin.toLowerCase(Locale.ROOT);
        if (lowerCase.startsWith("https://")) {
            return isOwnPage(lowerCase.substring("https://".length()), 443, hostHeader);
        }
        return lowerCase.startsWith("http://") && isOwnPage(lowerCase.substring("http://".length()), 80, hostHeader);
    }

    private boolean isOwnPage(String origin, int schemePort, Optional<String> hostHeader) {
        Optional<Authority> page = Authority.parse(origin);
        if (page.isEmpty()) {
            return false;
        }
        // A proxy that speaks TLS makes https of http, so only host and port are compared.
        return hostHeader.flatMap(Authority::parse).stream()
                        .anyMatch(host -> page.get().isSame(host, schemePort))
                || allowed.stream().anyMatch(host -> isPageOf(host, page.get(), schemePort));
    }

    private static boolean isPageOf(Authority allowed, Authority page, int schemePort) {
        int port = page.port().orElse(schemePort);
        return allowed.host().equals(page.host())
                && (port == schemePort || port == allowed.port().orElse(schemePort));
    }
}
