package io.promopool.testing;

import io.promopool.App;
import io.promopool.settings.Settings;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;

/** The service with a clock that is wrong, in a process of its own. */
public final class ShiftedClockService {
    private ShiftedClockService() {}

    /** @param args by how much the clock is wrong, such as {@code PT1H} */
    public static void main(String[] args) throws Exception {
        Duration error = Duration.parse(args[0]);
        Settings settings = Settings.load(System.getenv(), System.getProperties(), Path.of(""));
        new App(settings, () -> Instant.now().plus(error)).start();
    }
}
