package io.promopool.cli;

import java.io.BufferedInputStream;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Something to upload: a file, a pipe, or standard input.
 *
 * @param name the name in messages
 * @param bytes the size, if known
 * @param path of a file, which can be opened repeatedly
 * @param once of a pipe or standard input, which can be read only once
 */
record UploadSource(
        String name, UploadFormat format, OptionalLong bytes, Optional<Path> path, Optional<InputStream> once) {
    private static final String STANDARD_INPUT = "-";

    /**
     * Opens the source and detects its format.
     *
     * @param asked the requested format; if empty, the name and the first bytes decide
     * @throws CommandFailure if the source can't be read
     */
    static UploadSource of(String name, Optional<UploadFormat.Kind> asked, Shell shell) {
        try {
            return name.equals(STANDARD_INPUT)
                    ? stream("standard input", asked, shell.in())
                    : file(name, asked, Path.of(name));
        } catch (NoSuchFileException | InvalidPathException e) {
            throw CommandFailure.of(ExitStatus.USAGE, "File '" + name + "' does not exist. Nothing was sent.");
        } catch (IOException e) {
            throw CommandFailure.of(
                    ExitStatus.USAGE, "'" + name + "' can't be read (" + reason(e) + "). Nothing was sent.");
        }
    }

    private static UploadSource file(String name, Optional<UploadFormat.Kind> asked, Path path) throws IOException {
        if (Files.isDirectory(path)) {
            throw CommandFailure.of(
                    ExitStatus.USAGE, "'" + name + "' is a directory; name the files in it. Nothing was sent.");
        }
        if (Files.exists(path) && !Files.isRegularFile(path)) {
            // Not with Files, whose streams query the position, which a pipe does not have.
            return stream(name, asked, new FileInputStream(path.toFile()));
        }
        try (InputStream in = new BufferedInputStream(Files.newInputStream(path))) {
            UploadFormat format = UploadFormat.of(name, asked, in);
            return new UploadSource(
                    name, format, OptionalLong.of(Files.size(path)), Optional.of(path), Optional.empty());
        }
    }

    private static UploadSource stream(String name, Optional<UploadFormat.Kind> asked, InputStream raw)
            throws IOException {
        BufferedInputStream in = new BufferedInputStream(raw);
        UploadFormat format = UploadFormat.of(name, asked, in);
        return new UploadSource(name, format, OptionalLong.empty(), Optional.empty(), Optional.of(in));
    }

    /** The same source under another name. */
    UploadSource named(String other) {
        return new UploadSource(other, format, bytes, path, once);
    }

    boolean isRepeatable() {
        return path.isPresent();
    }

    InputStream open() throws IOException {
        return path.isPresent() ? Files.newInputStream(path.get()) : once.orElseThrow();
    }

    /** The message of an AccessDeniedException is only the file name. */
    private static String reason(IOException e) {
        return e instanceof AccessDeniedException ? "permission denied" : e.toString();
    }
}
