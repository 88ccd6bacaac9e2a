package io.promopool.redis.embedded;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataFolderTest {
    @TempDir
    Path temp;

    @Test
    void it_is_created_for_its_owner_only() throws IOException {
        Path dir = temp.resolve("a/b");

        DataFolder.open(dir).close();

        assertEquals("rwx------", PosixFilePermissions.toString(Files.getPosixFilePermissions(dir)));
    }

    @Test
    void it_has_one_owner_until_it_is_closed() throws IOException {
        DataFolder first = DataFolder.open(temp);
        assertThrows(EmbeddedRedisException.class, () -> DataFolder.open(temp.resolve("../" + temp.getFileName())));

        first.close();

        DataFolder.open(temp).close();
    }

    @Test
    void files_of_killed_runs_are_removed_and_data_is_not() throws IOException {
        for (String name : Set.of("temp-rewriteaof-12.aof", "temp-rewriteaof-bg-12.aof", "temp-12.rdb", "dump.rdb")) {
            Files.createFile(temp.resolve(name));
        }
        Files.write(temp.resolve("redis.log"), new byte[(8 << 20) + 1]);
        try (DataFolder folder = DataFolder.open(temp)) {
            folder.tidy();
        }
        assertEquals(Set.of("dump.rdb", "lock", "redis.log.1"), names());
    }

    @Test
    void each_run_has_its_own_configuration_file() throws IOException {
        try (DataFolder folder = DataFolder.open(temp)) {
            Path first = folder.writeConf(new byte[] {1});
            Path second = folder.writeConf(new byte[] {2});

            assertTrue(DataFolder.isConf(first) && DataFolder.isConf(second) && !first.equals(second));
            assertArrayEquals(new byte[] {2}, Files.readAllBytes(second));

            folder.deleteConfs();
            assertEquals(Set.of("lock"), names());
        }
    }

    private Set<String> names() throws IOException {
        try (Stream<Path> files = Files.list(temp)) {
            return files.map(file -> file.getFileName().toString()).collect(Collectors.toCollection(TreeSet::new));
        }
    }
}
