package io.promopool.conventions;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** The files of the project, by their paths relative to its folder, with {@code /} in between. */
final class ProjectFiles {
    private static final Path ROOT = Path.of("").toAbsolutePath();
    /** Where Git ignores what it finds, in a copy of the project that Git does not know. */
    private static final Set<String> IGNORED = Set.of(".git", ".idea", ".vscode", "target", "data");

    private ProjectFiles() {}

    /** All files that are tracked, and new ones that are not ignored. */
    static List<String> matching(Predicate<String> path) {
        try {
            return all().stream()
                    .filter(path)
                    .filter(name -> Files.isRegularFile(ROOT.resolve(name)))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static List<String> all() throws IOException, InterruptedException {
        if (Files.exists(ROOT.resolve(".git"))) {
            try {
                return listedByGit();
            } catch (IOException noGit) {
                return walked();
            }
        }
        return walked();
    }

    private static List<String> listedByGit() throws IOException, InterruptedException {
        Process git = new ProcessBuilder("git", "ls-files", "-z", "--cached", "--others", "--exclude-standard")
                .directory(ROOT.toFile())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        try (InputStream out = git.getInputStream()) {
            String names = new String(out.readAllBytes(), StandardCharsets.UTF_8);
            return git.waitFor() == 0 ? List.of(names.split("\0")) : walked();
        }
    }

    private static List<String> walked() throws IOException {
        try (Stream<Path> files = Files.walk(ROOT)) {
            return files.map(ROOT::relativize)
                    .filter(path -> !IGNORED.contains(path.getName(0).toString()))
                    .map(path -> path.toString().replace('\\', '/'))
                    .toList();
        }
    }

    static boolean exists(String path) {
        return Files.exists(ROOT.resolve(path));
    }

    static String read(String path) {
        try {
            return Files.readString(ROOT.resolve(path));
        } catch (IOException e) {
            throw new UncheckedIOException(path, e);
        }
    }
}
