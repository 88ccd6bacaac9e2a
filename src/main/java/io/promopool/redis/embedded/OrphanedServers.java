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
 * Redis processes of a service that was killed: they live on, in a folder that now has another owner.
 *
 * <p>Two of them on the same files give a code out twice. So each run has a configuration file with a name of its own,
 * and the next one deletes that file before it looks for processes: one that was forked but had not read it yet finds
 * nothing to start with, and one that had shows it on its command line.
 */
final class OrphanedServers {
    private static final Logger log = LoggerFactory.getLogger(OrphanedServers.class);

    /** Ample for a Redis with nothing to save; one that is frozen or busy loading hears no polite signal. */
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private static final Duration PATIENCE_AFTER_KILL = Duration.ofSeconds(5);
    private static final long POLL_MILLIS = 50;

    private final DataFolder folder;

    OrphanedServers(DataFolder folder) {
        this.folder = folder;
    }

    /**
     * Returns when none is left.
     *
     * @throws EmbeddedRedisException where one can't be stopped
     */
    void stopAll() throws IOException, InterruptedException {
        folder.deleteConfs();
        List<ProcessHandle> found = find();
        for (ProcessHandle orphan : found) {
            log.warn("Redis of an earlier run is still there as process {}: stopping it first", orphan.pid());
            orphan.destroy();
        }
        if (found.isEmpty() || areGoneWithin(PATIENCE)) {
            return;
        }
        // Loses nothing: what was answered is on the disk.
        find().forEach(ProcessHandle::destroyForcibly);
        if (!areGoneWithin(PATIENCE_AFTER_KILL)) {
            throw new EmbeddedRedisException(
                    "Redis of an earlier run still works in the data folder %s and can't be stopped. Stop process %s."
                            .formatted(folder.path(), pids(find())));
        }
    }

    // Looks anew each time instead of asking a handle: a dead process that nobody buries (a container without an init)
    // counts as alive there, but has no command line.
    private boolean areGoneWithin(Duration patience) throws InterruptedException {
        long deadline = System.nanoTime() + patience.toNanos();
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

    /** Where the system tells (Linux): a folder may have been moved, or mounted elsewhere, since Redis was started. */
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
