package io.promopool.bench;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Locale;
import org.HdrHistogram.Histogram;

/** How fast a warm service hands out codes, and loads them. */
final class ClaimMeasures {
    private static final int FEW_CONNECTIONS = 64;
    private static final int MANY_CONNECTIONS = 256;
    private static final int BATCH = 1_000;
    private static final int BATCH_CONNECTIONS = 4;

    /** More claims than a service can answer in a second, so that the stock lasts. */
    private static final int MAX_CLAIMS_PER_SECOND = 60_000;

    private final Settings settings;
    private final LoadDriver driver;
    private final Report report;
    private final Service service;
    private final URI constant;

    ClaimMeasures(Settings settings, LoadDriver driver, Report report, Service service, URI constant) {
        this.settings = settings;
        this.driver = driver;
        this.report = report;
        this.service = service;
        this.constant = constant;
    }

    void run() throws IOException, InterruptedException {
        driver.run(Load.closed(constant, new Get(constant), FEW_CONNECTIONS, settings.warmUp()));
        service.upload(Math.max(1, settings.rows() / 4));
        claims(FEW_CONNECTIONS, settings.warmUp());
        upload();
        double single = Math.max(keyedClaims(FEW_CONNECTIONS), keyedClaims(MANY_CONNECTIONS));
        halfRate(single / 2);
        batches(single);
        survival();
    }

    /** One upload of many rows over one HTTP connection, from the first byte to the response. */
    private void upload() throws IOException, InterruptedException {
        double perSecond = service.upload(settings.rows());
        report.add("upload", "%,.0f", perSecond, "codes/s", "%,d rows of CSV".formatted(settings.rows()));
    }

    /**
     * Closed loop: each connection sends its next claim when the last one is answered. The rounds alternate with a
     * server that returns a constant response, with the same framework in the same kind of process: that is the cost of
     * HTTP alone.
     */
    private double keyedClaims(int connections) throws IOException, InterruptedException {
        Rounds claims = new Rounds();
        Rounds constants = new Rounds();
        Rounds ratios = new Rounds();
        Histogram latencies = new Histogram(3);
        for (int i = 0; i < settings.rounds(); i++) {
            LoadResult claimed = claims(connections, settings.time());
            Load answers = Load.closed(constant, new Get(constant), connections, settings.time());
            double answered = driver.run(answers).perSecond();
            claims.add(claimed.perSecond());
            constants.add(answered);
            ratios.add(claimed.perSecond() / answered);
            latencies.add(claimed.latenciesNanos());
        }
        String with = ", " + connections + " connections";
        report.add("keyed claims" + with, "%,.0f", claims.median(), "claims/s", claims.spread("%,.0f"));
        report.add(
                "  latency p50",
                "%.1f",
                millis(latencies, 50),
                "ms",
                String.format(Locale.ROOT, "p99 %.1f, p99.9 %.1f ms", millis(latencies, 99), millis(latencies, 99.9)));
        report.add("  constant answer" + with, "%,.0f", constants.median(), "answers/s", constants.spread("%,.0f"));
        report.add("  claims / constant", "%.2f", ratios.median(), "", ratios.spread("%.2f"));
        return claims.median();
    }

    /**
     * Open loop: requests are planned at a constant rate, and a latency counts from the planned moment. So the requests
     * that a stall delays count too; a closed loop would not have sent them. There are enough connections: if a request
     * waits for a free one, the service is the reason.
     */
    private void halfRate(double perSecond) throws IOException, InterruptedException {
        Rounds p99s = new Rounds();
        Histogram latencies = new Histogram(3);
        for (int i = 0; i < settings.rounds(); i++) {
            stock(settings.time());
            LoadResult result =
                    driver.run(Load.of(service.url(), service.claims(), MANY_CONNECTIONS, settings.time(), perSecond));
            p99s.add(result.latencyMillis(99));
            latencies.add(result.latenciesNanos());
        }
        report.add(
                "p99 at half of the maximum rate",
                "%.1f",
                p99s.median(),
                "ms",
                String.format(
                        Locale.ROOT,
                        "%s; at %,.0f claims/s; of all rounds p50 %.1f, p99.9 %.1f, longest %.1f ms",
                        p99s.spread("%.1f"),
                        perSecond,
                        millis(latencies, 50),
                        millis(latencies, 99.9),
                        millis(latencies, 100)));
    }

    /** Calls of /v1/claims/batch, a few at a time. */
    private void batches(double single) throws IOException, InterruptedException {
        Rounds batches = new Rounds();
        for (int i = 0; i <= settings.rounds(); i++) {
            service.stock(BATCH * BATCH_CONNECTIONS
                    + (int) (2 * MAX_CLAIMS_PER_SECOND * settings.time().toSeconds()));
            LoadResult result = driver.run(Load.closed(
                            service.url(),
                            Claims.batch(service.url(), BATCH, service.codes()),
                            BATCH_CONNECTIONS,
                            settings.time())
                    .atMost(service.codes().available() / BATCH));
            if (i > 0) { // the first is warm-up
                batches.add(BATCH * result.perSecond());
            }
        }
        report.add(
                "batch claims",
                "%,.0f",
                batches.median(),
                "codes/s",
                "%,d a call, %d at a time, %s".formatted(BATCH, BATCH_CONNECTIONS, batches.spread("%,.0f")));
        report.add("  batch / single claims", "%.2f", batches.median() / single, "", "");
    }

    /** Whether the service has survived all of this with its heap. */
    private void survival() throws IOException {
        if (!service.isWell()) {
            throw new IllegalStateException("the service did not survive");
        }
        report.add(
                "peak memory of the service's process",
                "%,.0f",
                service.peakResidentBytes().orElse(0) / 1048576.0,
                "MiB",
                "with -Xmx" + settings.heap() + "; it is alive and ready after all of the above");
    }

    private LoadResult claims(int connections, Duration time) throws IOException, InterruptedException {
        stock(time);
        return driver.run(Load.closed(service.url(), service.claims(), connections, time)
                .atMost(service.codes().available()));
    }

    private void stock(Duration time) throws IOException, InterruptedException {
        service.stock((int) Math.min(settings.rows(), MAX_CLAIMS_PER_SECOND * time.toSeconds()));
    }

    private static double millis(Histogram nanos, double percentile) {
        return nanos.getValueAtPercentile(percentile) / 1e6;
    }
}
