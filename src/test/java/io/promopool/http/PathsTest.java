package io.promopool.http;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class PathsTest {
    private static final Path SOURCES = Path.of("src/main/java/io/promopool/http");

    /** A URL of the service in Java source, alone or within a message. */
    private static final Pattern URL =
            Pattern.compile("\"[^\"\n]*(?<![a-z])/(v1|health|metrics|docs|web|openapi\\.yaml)\\b");

    @Test
    void no_url_is_written_anywhere_else() throws IOException {
        try (Stream<Path> files = Files.walk(SOURCES)) {
            List<Path> others = files.filter(Files::isRegularFile)
                    .filter(file -> !file.endsWith("Paths.java"))
                    .filter(file -> URL.matcher(text(file)).find())
                    .toList();
            assertEquals(List.of(), others);
        }
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
