package io.promopool.redis.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds and stops Redis processes of a service that was killed. They run on in a folder that has a new owner now.
 *
 * <p>Two processes on the same files would hand out a code twice. So each run has a configuration file with a new name,
 * and the next run deletes that file before it looks for processes. A process that had not read the file yet can't
 * start. A process that had read it shows it on its command line.
 */
final class OrphanedServers {
    private static final Logger log = LoggerFactory.getLogger(OrphanedServers.class);

    /** Ample for a Redis that has nothing to save. One that is frozen or busy loading ignores SIGTERM and is killed. */
    private static final Duration STOP_TIMEOUT = Duration.ofSeconds(10);

    private static final Duration KILL_TIMEOUT = Duration.ofSeconds(5);
    private static final long POLL_MILLIS = 50;

    private final DataFolder folder;

    OrphanedServers(DataFolder folder) {
        this.folder = folder;
    }

    /**
     * Stops all such processes, and returns when none is left, after 15 s at most. A retry is safe.
     *
     * @throws EmbeddedRedisException if a process can't be stopped
     */
    void stopAll() throws IOException, InterruptedException {
        folder.deleteConfs();
        List<ProcessHandle> found = find();
        for (ProcessHandle orphan : found) {
            log.warn("stopping Redis of an earlier run first: it is still running as process {}", orphan.pid());
            orphan.destroy();
        }
        if (found.isEmpty() || areGoneWithin(STOP_TIMEOUT)) {
            return;
        }
        // Nothing is lost, because every confirmed write is on disk.
        find().forEach(ProcessHandle::destroyForcibly);
        if (!areGoneWithin(KILL_TIMEOUT)) {
            throw new EmbeddedRedisException(
                    "Redis of an earlier run still uses the data folder %s and can't be stopped. Kill process %s."
                            .formatted(folder.path(), pids(find())));
        }
    }

    // Searches again each time. A handle would report a zombie as alive, and in a container without an init process
    // zombies stay; but a zombie has no command line, so it is not found here.
    private boolean areGoneWithin(Duration timeout) throws InterruptedException {
        long deadline = System.nanoTime() + timeout.toNanos();
        while (!find().isEmpty()) {
            if (System.nanoTime() - deadline > 0) {
                return false;
            }
            TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
        }
        return true;
    }

    private List<ProcessHandle> find() {
        return ProcessHandle.allProcesses().filter(this::worksInFolder).toList();
    }

    private boolean worksInFolder(ProcessHandle process) {
        String[] arguments = process.info().arguments().orElse(new String[0]);
        int conf = arguments.length - RedisLauncher.MARK.size() - 1;
        if (conf < 0
                || !Arrays.asList(arguments).subList(conf + 1, arguments.length).equals(RedisLauncher.MARK)) {
            return false;
        }
        try {
            Path file = Path.of(arguments[conf]);
            return file.isAbsolute() && DataFolder.isConf(file) && (isHere(file) || isStartedHere(process));
        } catch (InvalidPathException e) {
            return false;
        }
    }

    private boolean isHere(Path conf) {
        return folder.path().equals(conf.getParent());
    }

    /** Linux only. The folder might have been moved, or mounted elsewhere, since Redis was started. */
    private boolean isStartedHere(ProcessHandle process) {
        try {
            return Files.isSameFile(Path.of("/proc/" + process.pid() + "/cwd"), folder.path());
        } catch (IOException e) {
            return false;
        }
    }

    private static String pids(List<ProcessHandle> processes) {
        return processes.stream().map(process -> Long.toString(process.pid())).collect(Collectors.joining(", "));
    }
}
