package io.promopool.doctor;

import io.promopool.cli.Doctor;
import io.promopool.lang.Quantity;
import io.promopool.pool.StorageException;
import io.promopool.redis.Checkup;
import io.promopool.redis.ClockReview;
import io.promopool.redis.LossReview;
import io.promopool.redis.StorageSettings;
import io.promopool.redis.embedded.EmbeddedRedis;
import io.promopool.redis.embedded.EmbeddedRedisException;
import io.promopool.redis.recount.Recount;
import io.promopool.redis.recount.RecountReport;
import io.promopool.settings.Settings;
import io.promopool.settings.SettingsException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;

/** Examines the service that is configured in this directory and environment, whether it is running or not. */
public final class ServiceDoctor implements Doctor {
    private static final String MEANING =
            ". A call has up to 500 rows of an upload, one retirement, or up to 256 claims. Codes that were claimed in "
                    + "lost calls are available again, and will be handed out a second time. Codes that were uploaded "
                    + "in them are missing, and codes that were retired are available. First look for a Redis, a "
                    + "replica or a copy that still has these writes. If no such copy exists, stop the callers, accept "
                    + "the loss, retire the codes that were sent out, and start the callers again.";

    private static final String MEANING_OF_CLOCK =
            " Accept this only if a clock was wrong when the pool saw that time, and the present time is right: the "
                    + "services then go on with it, and the lists of lots that were swept too early come back within "
                    + "10 minutes. If the clocks of this machine and of Redis are behind, correct them instead; "
                    + "otherwise codes that have expired will be handed out.";

    private final Map<String, String> environment;
    private final Map<?, ?> properties;
    private final Path workingDir;
    private final InstantSource clock;

    ServiceDoctor(Map<String, String> environment, Map<?, ?> properties, Path workingDir, InstantSource clock) {
        this.environment = environment;
        this.properties = properties;
        this.workingDir = workingDir;
        this.clock = clock;
    }

    /** Uses the environment, the system properties and the working directory of this process. */
    public static Doctor ofProcess() {
        return new ServiceDoctor(System.getenv(), System.getProperties(), Path.of(""), InstantSource.system());
    }

    @Override
    public List<Finding> examine() {
        return withRedis((settings, url) -> Examination.of(settings, Checkup.of(url, storage(settings), clock)));
    }

    @Override
    public List<Finding> recount() {
        return withRedis((settings, url) -> {
            RecountReport report = Recount.run(url, settings.storage(), clock);
            List<Finding> findings = new ArrayList<>();
            report.faults()
                    .forEach(fault -> findings.add(Finding.error(
                            "index",
                            fault + "; requests that need its codes fail. Only a backup of Redis has the record; before"
                                    + " you restore one, read docs/deployment.md, Backup")));
            report.differences().forEach(difference -> findings.add(Finding.warning("fixed", difference)));
            String counted = "%s in %s of %s; writes were paused for %d ms"
                    .formatted(
                            Quantity.of(report.codes(), "code"),
                            Quantity.of(report.lots(), "lot"),
                            Quantity.of(report.types(), "type"),
                            report.held().toMillis());
            findings.add(
                    Finding.ok("recount", report.differences().isEmpty() ? counted + "; no differences" : counted));
            return findings;
        });
    }

    @Override
    public List<Finding> acceptLoss(Predicate<String> consent) {
        return withRedis((settings, url) -> {
            LossReview review = LossReview.of(url, settings.storage());
            if (review.lost().isEmpty()) {
                return List.of(Finding.ok("writes", "Redis has noticed no loss of confirmed writes"));
            }
            if (!consent.test(review.description().orElseThrow() + MEANING)) {
                return List.of(Finding.error("writes", "the loss was not accepted; nothing is served"));
            }
            return List.of(
                    review.accept()
                            ? Finding.warning(
                                    "writes",
                                    "the loss was accepted: "
                                            + review.description().orElseThrow())
                            : Finding.error("writes", "Redis says something else by now; run this again"));
        });
    }

    @Override
    public List<Finding> acceptClock(Predicate<String> consent) {
        return withRedis((settings, url) -> {
            ClockReview review = ClockReview.of(url, settings.storage(), clock);
            if (!review.isAhead()) {
                return List.of(Finding.ok("clock", review.description()));
            }
            if (!consent.test(review.description() + MEANING_OF_CLOCK)) {
                return List.of(Finding.error("clock", "the present time was not accepted; claims are refused"));
            }
            return List.of(
                    review.accept()
                            ? Finding.warning(
                                    "clock",
                                    "the latest time was " + review.latest().orElseThrow() + ", and is " + review.now()
                                            + " now")
                            : Finding.error("clock", "Redis says something else by now; run this again"));
        });
    }

    private interface Work {
        List<Finding> on(Settings settings, String url);
    }

    /** Uses the embedded Redis if it is running. If not, starts it for the duration of the work. */
    private List<Finding> withRedis(Work work) {
        Settings settings;
        try {
            settings = Settings.load(environment, properties, workingDir);
        } catch (SettingsException e) {
            return List.of(Finding.error("configuration", e.getMessage()));
        }
        List<Finding> findings = new ArrayList<>();
        findings.add(Finding.ok("configuration", "all settings are valid"));
        try {
            findings.addAll(onRedis(settings, url -> work.on(settings, url)));
        } catch (StorageException | EmbeddedRedisException | IllegalStateException e) {
            findings.add(Finding.error("Redis", e.getMessage()));
        }
        return findings;
    }

    /** As a start sees them: only a data folder that held no pool yet gets one. */
    private static StorageSettings storage(Settings settings) {
        StorageSettings storage = settings.storage();
        return storage.redis().url().isPresent()
                ? storage
                : storage.with(storage.pool()
                        .choice()
                        .inFolder(EmbeddedRedis.recordedPool(settings.embedded()), "the record of the data folder"));
    }

    private static List<Finding> onRedis(Settings settings, Function<String, List<Finding>> work) {
        Optional<String> url =
                settings.storage().redis().url().or(() -> EmbeddedRedis.urlOfRunning(settings.embedded()));
        if (url.isPresent()) {
            return work.apply(url.get());
        }
        try (EmbeddedRedis embedded = EmbeddedRedis.start(settings.embedded())) {
            return work.apply(embedded.url());
        }
    }
}
