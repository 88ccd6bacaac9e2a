package io.promopool.redis.embedded;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Starts a server in its folder, on its configuration. That there is one at a time is the caller's care. */
final class RedisLauncher {
    /** Keeps the command line as it is given, and makes it one that no other program has. */
    static final List<String> MARK = List.of("--set-proc-title", "no");

    private final Path executable;
    private final DataFolder folder;
    private final Path conf;

    RedisLauncher(Path executable, DataFolder folder, Path conf) {
        this.executable = executable;
        this.folder = folder;
        this.conf = conf;
    }

    /** Returns once the process exists; it may take long until it answers. */
    Process launch() throws IOException {
        List<String> command = new ArrayList<>();
        // A session of its own: Ctrl-C on our terminal would stop Redis under the requests that we still finish.
        onPath("setsid").ifPresent(setsid -> command.add(setsid.toString()));
        command.add(executable.toString());
        command.add(conf.toString());
        command.addAll(MARK);
        return new ProcessBuilder(command)
                .directory(folder.path().toFile())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(folder.log().toFile()))
                .start();
    }

    private static Optional<Path> onPath(String program) {
        String path = Optional.ofNullable(System.getenv("PATH")).orElse("");
        return Arrays.stream(path.split(Pattern.quote(File.pathSeparator)))
                .filter(dir -> dir.startsWith("/"))
                .map(dir -> Path.of(dir, program))
                .filter(Files::isExecutable)
                .findFirst();
    }
}
