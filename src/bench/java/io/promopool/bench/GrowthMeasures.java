package io.promopool.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * How the rate of claims changes if the pool is larger: more codes, more types, more lots of one type. Each is a
 * separate service with its own Redis. The rounds alternate with a service that has one small lot.
 */
final class GrowthMeasures {
    private static final int CONNECTIONS = 64;

    /** Codes in each of many types or lots: more than a run claims. */
    private static final int CODES_PER_LOT = 100;

    private final Settings settings;
    private final LoadDriver driver;
    private final Report report;

    GrowthMeasures(Settings settings, LoadDriver driver, Report report) {
        this.settings = settings;
        this.driver = driver;
        this.report = report;
    }

    void run() throws IOException, InterruptedException {
        try (Service base = Service.start("growth-base", settings, Lots.ONE);
                Service codes = Service.start("growth-codes", settings, Lots.ONE);
                Service types = Service.start("growth-types", settings, new Lots(settings.manyTypes(), 1));
                Service lots = Service.start("growth-lots", settings, new Lots(1, settings.manyLots()))) {
            Memory memory = new Memory(codes);
            memory.measureCodes(settings.manyCodes());
            types.upload(CODES_PER_LOT * settings.manyTypes());
            lots.upload(CODES_PER_LOT * settings.manyLots());
            warmUp(base, codes, types, lots);
            List<Service> larger = List.of(codes, types, lots);
            List<Rounds> ratios = inTurn(base, larger);
            add("codes in one lot", settings.manyCodes(), ratios.get(0));
            add("types", settings.manyTypes(), ratios.get(1));
            add("lots of one type", settings.manyLots(), ratios.get(2));
            memory.measureClaims();
        }
    }

    private void warmUp(Service... services) throws IOException, InterruptedException {
        for (Service service : services) {
            long end = System.nanoTime() + settings.warmUp().toNanos();
            while (System.nanoTime() - end < 0) {
                largerClaims(service);
            }
        }
    }

    private List<Rounds> inTurn(Service base, List<Service> larger) throws IOException, InterruptedException {
        List<Rounds> ratios = new ArrayList<>();
        larger.forEach(service -> ratios.add(new Rounds()));
        Rounds bases = new Rounds();
        for (int i = 0; i < settings.rounds(); i++) {
            double before = baseClaims(base, bases);
            for (int j = 0; j < larger.size(); j++) {
                ratios.get(j).add(largerClaims(larger.get(j)) / before);
            }
        }
        report.add(
                "claims with %,d codes in one lot".formatted(settings.baseCodes()),
                "%,.0f",
                bases.median(),
                "claims/s",
                bases.spread("%,.0f"));
        return ratios;
    }

    private double baseClaims(Service base, Rounds bases) throws IOException, InterruptedException {
        base.stock(settings.baseCodes());
        double rate = claims(base);
        bases.add(rate);
        return rate;
    }

    /** Twice what is claimed, so that none of many types runs out while others have codes. */
    private double largerClaims(Service service) throws IOException, InterruptedException {
        service.stock(2 * settings.baseCodes());
        return claims(service);
    }

    private double claims(Service service) throws InterruptedException {
        return driver.run(Load.closed(service.url(), service.claims(), CONNECTIONS, settings.time())
                        .atMost(Math.min(settings.baseCodes(), service.codes().available())))
                .perSecond();
    }

    private void add(String what, int count, Rounds ratios) {
        report.add("  with %,d %s / that".formatted(count, what), "%.2f", ratios.median(), "", ratios.spread("%.2f"));
    }

    /** The growth of Redis's {@code used_memory}, divided by the number of added codes or claims. */
    private final class Memory {
        private final Service service;
        private int claimsBefore;
        private long bytesBefore;

        Memory(Service service) {
            this.service = service;
        }

        void measureCodes(int count) throws IOException, InterruptedException {
            long before = service.redis().usedMemoryBytes();
            service.upload(count);
            bytesBefore = service.redis().usedMemoryBytes();
            report.add(
                    "memory of Redis per code",
                    "%.1f",
                    (bytesBefore - before) / (double) count,
                    "bytes",
                    "%d characters, available, %,d of them".formatted(Codes.LENGTH, count));
            claimsBefore = service.codes().claimedCount();
        }

        void measureClaims() throws InterruptedException {
            service.redis().awaitQuiet();
            int claims = service.codes().claimedCount() - claimsBefore;
            report.add(
                    "additional memory of Redis per claim",
                    "%.1f",
                    (service.redis().usedMemoryBytes() - bytesBefore) / (double) claims,
                    "bytes",
                    "key of 36 characters, %,d of them".formatted(claims));
        }
    }
}
