package io.promopool.http;

import java.util.List;
import java.util.regex.Pattern;

/**
 * The names under which browsers reach the service besides its own, such as the name of a proxy.
 *
 * @param names host names or addresses, each with or without a port
 */
public record AllowedHosts(List<String> names) {
    public static final AllowedHosts NONE = new AllowedHosts(List.of());

    /** @throws IllegalArgumentException if a name has another form; the message says which is allowed */
    public AllowedHosts {
        names = List.copyOf(names);
        if (names.stream().anyMatch(name -> Authority.parse(name).isEmpty())) {
            throw new IllegalArgumentException("must be host names separated by commas, each with or without a port, "
                    + "such as promo.example.com or promo.example.com:8443, without https:// and without *");
        }
    }

    /**
     * Reads names that are separated by commas.
     *
     * @throws IllegalArgumentException as the constructor does
     */
    public static AllowedHosts parse(String text) {
        return new AllowedHosts(
                Pattern.compile(",").splitAsStream(text).map(String::strip).toList());
    }
}
