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
 * Something to upload: a file, or standard input.
 *
 * @param name for people
 * @param bytes how many it has, where that is known
 * @param path where it can be opened as often as need be; a pipe can be read once
 * @param once else what is left to be read
 */
record UploadSource(
        String name, UploadFormat format, OptionalLong bytes, Optional<Path> path, Optional<InputStream> once) {
    private static final String STANDARD_INPUT = "-";

    /**
     * Opens it for a look at its first bytes.
     *
     * @param asked the format that the caller says it has; else its name and its first bytes tell
     * @throws CommandFailure where it can't be read
     */
    static UploadSource of(String name, Optional<UploadFormat.Kind> asked, Shell shell) {
        try {
            return name.equals(STANDARD_INPUT)
                    ? stream("standard input", asked, shell.in())
                    : file(name, asked, Path.of(name));
        } catch (NoSuchFileException | InvalidPathException e) {
            throw CommandFailure.of(ExitStatus.USAGE, "There is no file '" + name + "'. Nothing was sent.");
        } catch (IOException e) {
            throw CommandFailure.of(
                    ExitStatus.USAGE, "'" + name + "' can't be read (" + reason(e) + "). Nothing was sent.");
        }
    }

    private static UploadSource file(String name, Optional<UploadFormat.Kind> asked, Path path) throws IOException {
        if (Files.isDirectory(path)) {
            throw CommandFailure.of(
                    ExitStatus.USAGE, "'" + name + "' is a folder; name the files in it. Nothing was sent.");
        }
        if (Files.exists(path) && !Files.isRegularFile(path)) {
            // Not by way of Files, whose streams ask for the position, which a pipe has not.
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

    /** The same under another name. */
    UploadSource named(String other) {
        return new UploadSource(other, format, bytes, path, once);
    }

    boolean isRepeatable() {
        return path.isPresent();
    }

    InputStream open() throws IOException {
        return path.isPresent() ? Files.newInputStream(path.get()) : once.orElseThrow();
    }

    /** The messages of these exceptions are file names. */
    private static String reason(IOException e) {
        return e instanceof AccessDeniedException ? "it is not allowed" : e.toString();
    }
}
