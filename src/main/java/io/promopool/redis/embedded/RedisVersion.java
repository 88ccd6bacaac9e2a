package io.promopool.redis.embedded;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The kind and version that a server reports, such as {@code Redis 7.0.15}. */
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

    boolean isAtLeast(int minMajor, int minMinor) {
        return major > minMajor || (major == minMajor && minor >= minMinor);
    }

    /**
     * Returns whether this server can read the writer's files: the same kind, and not an older version. The format of
     * the files can change with the major or minor version, not with the patch.
     */
    boolean canRead(RedisVersion writer) {
        return kind.equals(writer.kind) && isAtLeast(writer.major, writer.minor);
    }

    @Override
    public String toString() {
        return "%s %d.%d.%d".formatted(kind, major, minor, patch);
    }
}
