package io.promopool.redis.embedded;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BundledServerTest {
    @ParameterizedTest
    @CsvSource({
        "Linux, amd64, linux-amd64",
        "Linux, aarch64, linux-arm64",
        "Linux, i386, linux-386",
        "Mac OS X, x86_64, darwin-amd64",
        "Mac OS X, aarch64, darwin-arm64"
    })
    void each_of_these_platforms_has_a_server(String os, String arch, String suffix) {
        Optional<String> resource = new BundledServer(os, arch).resource();

        assertEquals(Optional.of("/redis-server-7.0.15-" + suffix), resource);
        assertNotNull(BundledServerTest.class.getResource(resource.get()));
    }

    @ParameterizedTest
    @CsvSource({"Windows 11, amd64", "Linux, riscv64", "FreeBSD, amd64"})
    void on_other_platforms_one_line_says_what_to_set(String os, String arch, @TempDir Path dir) throws Exception {
        try (DataFolder folder = DataFolder.open(dir)) {
            BundledServer server = new BundledServer(os, arch);

            String line = assertThrows(EmbeddedRedisException.class, () -> server.extract(folder))
                    .getMessage();

            assertTrue(line.contains(os) && line.contains("redis.url") && line.contains("embedded.executable"), line);
        }
    }

    @Test
    void an_extracted_server_is_used_again_and_a_damaged_one_is_replaced(@TempDir Path dir) throws Exception {
        try (DataFolder folder = DataFolder.open(dir)) {
            BundledServer server = new BundledServer("Linux", "amd64");
            Path file = server.extract(folder);
            byte[] whole = Files.readAllBytes(file);
            Object first = identity(file);

            assertEquals(first, identity(server.extract(folder)));

            byte[] damaged = whole.clone();
            damaged[damaged.length / 2] ^= 1;
            Files.write(file, damaged);
            assertArrayEquals(whole, Files.readAllBytes(server.extract(folder)));
        }
    }

    private static Object identity(Path file) throws IOException {
        return Files.readAttributes(file, BasicFileAttributes.class).fileKey();
    }
}
