package io.promopool.redis.embedded;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import org.apache.commons.io.IOUtils;

/** The Redis servers inside Promopool's jar, one for each platform. */
final class BundledServer {
    private static final String NAME = "redis-server-7.0.15";

    private final String osName;
    private final String osArch;

    /**
     * @param osName the system property {@code os.name}
     * @param osArch the system property {@code os.arch}
     */
    BundledServer(String osName, String osArch) {
        this.osName = osName;
        this.osArch = osArch;
    }

    /**
     * Copies the server for this platform into the folder, unless it is there already. A retry is safe.
     *
     * @return the path of the server
     * @throws EmbeddedRedisException if the jar has no server for this platform
     */
    Path extract(DataFolder folder) throws IOException {
        byte[] server = read();
        Path file = folder.path().resolve("bin").resolve(NAME);
        if (!isCopyOf(file, server)) {
            folder.replaceProgram(file, server);
        }
        return file;
    }

    private byte[] read() throws IOException {
        String resource = resource().orElseThrow(this::notBundled);
        try (InputStream in = BundledServer.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw notBundled();
            }
            return in.readAllBytes();
        }
    }

    /** The content is compared too, because a full disk or a person might have left another file under this name. */
    private static boolean isCopyOf(Path file, byte[] server) throws IOException {
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

    private EmbeddedRedisException notBundled() {
        return new EmbeddedRedisException(("Promopool includes no Redis for %s on %s. Set redis.url to a Redis 7.0 or "
                        + "later, or embedded.executable to a redis-server that is installed here.")
                .formatted(osName, osArch));
    }
}
