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

/** Starts a server in its folder, with its configuration. The caller must not start two at a time. */
final class RedisLauncher {
    /** Makes Redis keep its command line, and distinguishes that line from every other program's. */
    static final List<String> MARK = List.of("--set-proc-title", "no");

    private final Path executable;
    private final DataFolder folder;
    private final Path conf;
    private Optional<RedisLog> last = Optional.empty();

    RedisLauncher(Path executable, DataFolder folder, Path conf) {
        this.executable = executable;
        this.folder = folder;
        this.conf = conf;
    }

    /**
     * Returns when the process exists. It can take long until it answers. If the last process has refused to start
     * because of an incomplete write, the file is repaired first.
     *
     * @throws EmbeddedRedisException if files of the recorded pool are missing, which Redis would overwrite
     * @throws IOException if the process can't be started, or the file can't be repaired
     */
    Process launch() throws IOException {
        new PoolRecord(folder).check();
        if (hasFoundIncompleteWrite()) {
            new AppendFileRepair(absolute(executable), folder).run();
        }
        last = Optional.of(RedisLog.from(folder.log()));
        List<String> command = new ArrayList<>();
        // setsid, because Ctrl-C in the service's terminal would stop Redis while the service still finishes requests.
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

    /** Returns whether the last process has ended because the last write in its file is incomplete. */
    boolean hasFoundIncompleteWrite() throws IOException {
        return last.isPresent() && last.get().saysWriteIsIncomplete();
    }

    /** A bare name stands for a program on the PATH. */
    private static Path absolute(Path executable) {
        return executable.isAbsolute()
                ? executable
                : onPath(executable.toString()).orElse(executable);
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
