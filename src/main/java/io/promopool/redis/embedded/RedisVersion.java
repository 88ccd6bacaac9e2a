package io.promopool.redis.embedded;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a server says it is, such as {@code Redis 7.0.15}. */
record RedisVersion(String kind, int major, int minor, int patch) {
    private static final Pattern TEXT =
            Pattern.compile("\\b(Redis|Valkey)(?: server v=| )(\\d{1,4})\\.(\\d{1,4})\\.(\\d{1,4})");

    /** Finds the version in what {@code redis-server --version} prints, or in what {@link #toString} wrote. */
    static Optional<RedisVersion> find(String text) {
        Matcher found = TEXT.matcher(text);
        if (!found.find()) {
            return Optional.empty();
        }
        return Optional.of(new RedisVersion(found.group(1), number(found, 2), number(found, 3), number(found, 4)));
    }

    private static int number(Matcher found, int group) {
        return Integer.parseInt(found.group(group));
    }

    boolean isAtLeast(int wantedMajor, int wantedMinor) {
        return major > wantedMajor || major == wantedMajor && minor >= wantedMinor;
    }

    /** Whether this server can be trusted with that one's data: the formats of files change with major and minor. */
    boolean canRead(RedisVersion writer) {
        return kind.equals(writer.kind) && isAtLeast(writer.major, writer.minor);
    }

    @Override
    public String toString() {
        return "%s %d.%d.%d".formatted(kind, major, minor, patch);
    }
}
