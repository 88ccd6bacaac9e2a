package io.promopool.cli;

import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.util.Locale;
import java.util.Optional;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/** The progress of an upload: a bar with rate and remaining time on a terminal, otherwise nothing. */
final class Progress implements AutoCloseable {
    private static final long BYTES_PER_MEGABYTE = 1_000_000;
    private static final int UPDATE_MILLIS = 200;
    private static final int MAX_NAME_LENGTH = 24;
    private static final long UNKNOWN_LENGTH = -1;

    private final Optional<ProgressBar> bar;

    private Progress(Optional<ProgressBar> bar) {
        this.bar = bar;
    }

    /** @param columns the width of the terminal */
    static Progress of(UploadSource source, Shell shell, int columns) {
        if (!shell.watched().getAsBoolean()) {
            return new Progress(Optional.empty());
        }
        String name = Output.visible(source.name());
        ProgressBarBuilder builder = ProgressBar.builder()
                .setTaskName(name.substring(Math.max(0, name.length() - MAX_NAME_LENGTH)))
                .setInitialMax(source.bytes().orElse(UNKNOWN_LENGTH))
                .setUnit(" MB", BYTES_PER_MEGABYTE)
                .setStyle(ProgressBarStyle.ASCII)
                .setUpdateIntervalMillis(UPDATE_MILLIS)
                // With a given width, the library does not probe the terminal, which is slow and can print warnings.
                .setConsumer(new ConsoleProgressBarConsumer(shell.err(), columns - 1) {
                    @Override
                    public void close() {
                        // The line has been cleared; the library would add an empty line.
                        shell.err().flush();
                    }
                })
                .clearDisplayOnFinish()
                .showSpeed(new DecimalFormat("0.0", DecimalFormatSymbols.getInstance(Locale.ROOT)));
        return new Progress(Optional.of(builder.build()));
    }

    /** @param bytes of the source that have been sent so far */
    void at(long bytes) {
        bar.ifPresent(shown -> shown.stepTo(bytes));
    }

    /** Erases the bar; the report that follows replaces it. */
    @Override
    public void close() {
        bar.ifPresent(ProgressBar::close);
    }
}
