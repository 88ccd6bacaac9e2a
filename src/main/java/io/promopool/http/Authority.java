package io.promopool.http;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A host and a port, as in the header {@code Host} and in an {@code Origin}.
 *
 * @param host a name in lower case without a dot at its end, an IPv4 address, or an IPv6 address in brackets
 * @param port empty if none is named; then it is the one of the scheme
 */
record Authority(String host, OptionalInt port) {
    /** A name has at most 253 characters (RFC 1035); this leaves room for a port and for brackets. */
    private static final int MAX_LENGTH = 270;

    private static final int MAX_PORT = 65_535;
    private static final int MAX_BYTE = 255;

    private static final Pattern FORM = Pattern.compile("(?<host>\\[[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*(?:%[\\w.~-]+)?]"
            + "|[A-Za-z0-9_-]+(?:\\.[A-Za-z0-9_-]+)*)\\.?(?::(?<port>[0-9]{0,5}))?");

    private static final Pattern IP_V4 = Pattern.compile("[0-9]{1,3}(?:\\.[0-9]{1,3}){3}");

    /** Reads {@code HOST} or {@code HOST:PORT}; empty if the text has another form. */
    static Optional<Authority> parse(String text) {
        Matcher parts = FORM.matcher(text);
        if (text.length() > MAX_LENGTH || !parts.matches()) {
            return Optional.empty();
        }
        String digits = Optional.ofNullable(parts.group("port")).orElse("");
        OptionalInt port = digits.isEmpty() ? OptionalInt.empty() : OptionalInt.of(Integer.parseInt(digits));
        return port.orElse(0) > MAX_PORT
                ? Optional.empty()
                : Optional.of(new Authority(parts.group("host").toLowerCase(Locale.ROOT), port));
    }

    /** Whether the host is an IP address, which no name server can redirect. */
    boolean isAddress() {
        return host.startsWith("[") || isIpV4();
    }

    private boolean isIpV4() {
        return IP_V4.matcher(host).matches()
                && Arrays.stream(host.split("\\.", -1)).allMatch(part -> Integer.parseInt(part) <= MAX_BYTE);
    }

    /** Whether host and port are the same, if a missing port is this one. */
    boolean isSame(Authority other, int defaultPort) {
        return host.equals(other.host) && port.orElse(defaultPort) == other.port.orElse(defaultPort);
    }
}
