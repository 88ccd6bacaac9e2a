package io.promopool.bench;

import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/**
 * The load driver by hand: {@code Drive --url URL --connections N --seconds S [--rate R] [--claims CODES]}. It GETs the
 * URL; with {@code --claims} it sends claims to the service at the URL, of {@link ClaimText}'s first type, whose codes
 * are the first so many of {@link Codes}. Without a rate the loop is closed. Prints one line: answers a second, and the
 * latencies p50, p99, p99.9 and the longest, in milliseconds.
 */
final class Drive {
    private Drive() {}

    public static void main(String[] args) throws InterruptedException {
        Map<String, String> options = options(args);
        URI url = URI.create(options.get("--url"));
        Load load = new Load(
                new java.net.InetSocketAddress(url.getHost(), url.getPort()),
                exchange(url, Integer.parseInt(options.getOrDefault("--claims", "0"))),
                Integer.parseInt(options.getOrDefault("--connections", "64")),
                Duration.ofSeconds(Integer.parseInt(options.getOrDefault("--seconds", "10"))),
                Double.parseDouble(options.getOrDefault("--rate", "0")),
                Long.MAX_VALUE);
        try (LoadDriver driver = new LoadDriver()) {
            LoadResult result = driver.run(load);
            System.out.printf("%.0f %.3f %.3f %.3f %.3f%n", result.perSecond(), result.latencyMillis(50),
                    result.latencyMillis(99), result.latencyMillis(99.9), result.latencyMillis(100));
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

    private static Map<String, String> options(String[] args) {
        Map<String, String> options = new HashMap<>();
        for (int i = 0; i + 1 < args.length; i += 2) {
            options.put(args[i], args[i + 1]);
        }
        return options;
    }
}
