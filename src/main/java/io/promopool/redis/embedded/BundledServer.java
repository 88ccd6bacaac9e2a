package io.promopool.redis.embedded;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import org.apache.commons.io.IOUtils;

/** The Redis servers inside our jar, one for each platform. */
final class BundledServer {
    private static final String NAME = "redis-server-7.0.15";

    private final String osName;
    private final String osArch;

    /** Takes the values of the system properties {@code os.name} and {@code os.arch}. */
    BundledServer(String osName, String osArch) {
        this.osName = osName;
        this.osArch = osArch;
    }

    /**
     * Puts the server for this platform into the folder, unless it is there.
     *
     * @throws EmbeddedRedisException where there is none for this platform
     */
    Path extract(DataFolder folder) throws IOException {
        byte[] server = read();
        Path file = folder.path().resolve("bin").resolve(NAME);
        if (!holds(file, server)) {
            folder.replaceProgram(file, server);
        }
        return file;
    }

    private byte[] read() throws IOException {
        String resource = resource().orElseThrow(this::noneHere);
        try (InputStream in = BundledServer.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw noneHere();
            }
            return in.readAllBytes();
        }
    }

    /** Its content is compared too: a disk that was full, or a curious person, may have left something else. */
    private static boolean holds(Path file, byte[] server) throws IOException {
        if (!Files.isExecutable(file) || Files.size(file) != server.length) {
            return false;
        }
        try (InputStream in = Files.newInputStream(file)) {
            return IOUtils.contentEquals(in, new ByteArrayInputStream(server));
        }
    }

    Optional<String> resource() {
        return os().flatMap(os -> arch().map(arch -> "/" + NAME + "-" + os + "-" + arch));
    }

    private Optional<String> os() {
        String name = osName.toLowerCase(Locale.ROOT);
        if (name.startsWith("linux")) {
            return Optional.of("linux");
        }
        return name.startsWith("mac") || name.startsWith("darwin") ? Optional.of("darwin") : Optional.empty();
    }

    private Optional<String> arch() {
        return switch (osArch.toLowerCase(Locale.ROOT)) {
            case "amd64", "x86_64", "x86-64" -> Optional.of("amd64");
            case "aarch64", "arm64" -> Optional.of("arm64");
            case "x86", "i386", "i486", "i586", "i686" -> Optional.of("386");
            default -> Optional.empty();
        };
    }

    private EmbeddedRedisException noneHere() {
        return new EmbeddedRedisException(("There is no bundled Redis for %s on %s. Set redis.url to a Redis 7.0 or "
                        + "later, or embedded.executable to a redis-server that is installed here.")
                .formatted(osName, osArch));
    }
}
