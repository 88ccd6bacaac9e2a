package io.promopool.bench;

import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/**
 * The load driver on the command line: {@code Drive --url URL [--connections N] [--seconds S] [--warm-up S] [--rate R]
 * [--claims CODES]}. It GETs the URL; with {@code --claims} it sends claims to the service at the URL, for the first
 * type of {@link ClaimText}; CODES says how many of {@link Codes} it has. Without a rate the loop is closed. It prints
 * one line: responses per second, and the latencies p50, p99, p99.9 and the longest, in milliseconds.
 */
final class Drive {
    private Drive() {}

    public static void main(String[] args) throws InterruptedException {
        Map<String, String> options = options(args);
        URI url = URI.create(options.get("--url"));
        Exchange exchange = exchange(url, number(options, "--claims", 0));
        int connections = number(options, "--connections", 64);
        int rate = number(options, "--rate", 0);
        int warmUp = number(options, "--warm-up", 0);
        try (LoadDriver driver = new LoadDriver()) {
            if (warmUp > 0) {
                driver.run(Load.of(url, exchange, connections, Duration.ofSeconds(warmUp), rate));
            }
            Duration time = Duration.ofSeconds(number(options, "--seconds", 10));
            LoadResult result = driver.run(Load.of(url, exchange, connections, time, rate));
            System.out.printf(
                    "%.0f %.3f %.3f %.3f %.3f%n",
                    result.perSecond(),
                    result.latencyMillis(50),
                    result.latencyMillis(99),
                    result.latencyMillis(99.9),
                    result.latencyMillis(100));
        }
    }

    private static Exchange exchange(URI url, int codes) {
        if (codes == 0) {
            return new Get(url);
        }
        Codes uploaded = new Codes();
        uploaded.next(codes);
        return Claims.single(url, 1, uploaded);
    }

    private static int number(Map<String, String> options, String name, int otherwise) {
        return Integer.parseInt(options.getOrDefault(name, Integer.toString(otherwise)));
    }

    private static Map<String, String> options(String[] args) {
        Map<String, String> options = new HashMap<>();
        for (int i = 0; i + 1 < args.length; i += 2) {
            options.put(args[i], args[i + 1]);
        }
        return options;
    }
}
