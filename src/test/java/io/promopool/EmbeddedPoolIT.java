package io.promopool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.promopool.redis.embedded.testing.RedisProbe;
import io.promopool.settings.Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** The data folder of an embedded Redis: it gets one pool, and must hold it from then on. */
class EmbeddedPoolIT {
    @TempDir
    Path folder;

    private void startAndStop() throws IOException {
        Settings settings = Settings.load(
                Map.of("PROMOPOOL_HTTP_PORT", "0", "PROMOPOOL_DATA_DIR", data().toString()), Map.of(), folder);
        App app = new App(settings, InstantSource.system());
        try {
            app.start();
        } finally {
            app.close();
        }
    }

    private Path data() {
        return folder.resolve("data");
    }

    private Path files() {
        return data().resolve("appendonlydir");
    }

    private String record() throws IOException {
        return Files.readString(data().resolve("pool-id"));
    }

    private String refused() {
        String message =
                assertThrows(RuntimeException.class, this::startAndStop).getMessage();
        assertTrue(message.contains("pool-id"), message);
        return message;
    }

    private static void delete(Path tree) throws IOException {
        try (Stream<Path> paths = Files.walk(tree)) {
            for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }

    @Test
    void a_new_folder_gets_a_pool_and_the_next_start_finds_it() throws IOException {
        startAndStop();
        String first = record();
        startAndStop();
        assertEquals(first, record());
    }

    @Test
    void a_folder_without_the_files_of_its_pool_is_refused_and_left_as_it_is() throws IOException {
        startAndStop();
        Path manifest = files().resolve("appendonly.aof.manifest");
        Files.write(manifest, new byte[0]);
        assertTrue(refused().contains("Restore a backup"));
        Files.delete(manifest);
        List<Path> before = list();
        assertTrue(refused().contains("Restore a backup"));
        assertEquals(before, list(), "Redis would have overwritten these files");
        delete(files());
        assertTrue(refused().contains("Restore a backup"));
        Files.createDirectory(files());
        refused();
    }

    @Test
    void a_folder_whose_files_were_emptied_is_refused() throws IOException {
        startAndStop();
        Files.write(newestWrites(), new byte[0]);
        String message = refused();
        assertTrue(message.contains("Redis holds no pool, but the file"), message);
    }

    /** Redis itself would cut off only the last command, and run the others at its next start. */
    @Test
    void an_incomplete_last_write_is_cut_off_as_a_whole_and_reported() throws IOException {
        startAndStop();
        Files.writeString(newestWrites(), RedisProbe.TORN_WRITE, StandardOpenOption.APPEND);
        ListAppender<ILoggingEvent> lines = new ListAppender<>();
        Logger logger = (Logger) LoggerFactory.getLogger("io.promopool.redis.embedded");
        lines.start();
        logger.addAppender(lines);
        logger.setLevel(Level.WARN);
        try {
            startAndStop();
        } finally {
            logger.detachAppender(lines);
            logger.setLevel(null);
        }
        List<String> warnings = lines.list.stream()
                .filter(line -> line.getLevel() == Level.WARN)
                .map(ILoggingEvent::getFormattedMessage)
                .filter(line -> line.startsWith("the last write to Redis's file was incomplete"))
                .toList();
        assertEquals(1, warnings.size(), lines.list.toString());
        assertFalse(Files.readString(newestWrites()).contains("torn"));
        startAndStop();
    }

    /** The file to which Redis appends. */
    private Path newestWrites() throws IOException {
        String manifest = Files.readString(files().resolve("appendonly.aof.manifest"));
        String name = manifest.lines()
                .filter(line -> line.contains(".incr."))
                .reduce((first, last) -> last)
                .orElseThrow()
                .split(" ")[1];
        return files().resolve(name);
    }

    @Test
    void a_person_who_deletes_record_and_files_gets_a_new_pool() throws IOException {
        startAndStop();
        String first = record();
        delete(files());
        Files.delete(data().resolve("pool-id"));
        startAndStop();
        assertTrue(!first.equals(record()));
    }

    private List<Path> list() throws IOException {
        try (Stream<Path> paths = Files.list(files())) {
            return paths.sorted().toList();
        }
    }
}
