package io.promopool.testing;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The Redis that is included in the jar of the service, and the processes that run it. */
public final class BundledRedis {
    private BundledRedis() {}

    /** Copies the server from the jar of the service to a folder. */
    public static Path copyTo(Path folder) throws IOException {
        String os = System.getProperty("os.name").startsWith("Mac") ? "darwin" : "linux";
        String cpu = System.getProperty("os.arch").equals("aarch64") ? "arm64" : "amd64";
        Path binary = folder.resolve("redis-server");
        try (InputStream in = BundledRedis.class.getResourceAsStream("/redis-server-7.0.15-" + os + "-" + cpu)) {
            Files.copy(in, binary, StandardCopyOption.REPLACE_EXISTING);
        }
        binary.toFile().setExecutable(true);
        return binary;
    }

    /**
     * The URL of the embedded Redis of a service, read from the configuration that the service wrote into its data
     * folder.
     */
    public static String urlIn(Path dataFolder) throws IOException {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(dataFolder, "redis-run-*.conf")) {
            Map<String, String> lines = Files.readAllLines(files.iterator().next()).stream()
                    .map(line -> line.split(" ", 2))
                    .filter(words -> words[0].equals("port") || words[0].equals("requirepass"))
                    .collect(Collectors.toMap(words -> words[0], words -> words[1]));
            return "redis://:" + lines.get("requirepass") + "@127.0.0.1:" + lines.get("port");
        }
    }

    /** The servers that were started with a configuration in that folder or below. */
    public static List<ProcessHandle> processesIn(Path folder) {
        return ProcessHandle.allProcesses()
                .filter(process -> Arrays.stream(process.info().arguments().orElse(new String[0]))
                        .anyMatch(argument -> argument.startsWith(folder + "/") && argument.endsWith(".conf")))
                .toList();
    }
}
