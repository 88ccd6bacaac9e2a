package io.promopool.metrics;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.binder.jvm.ClassLoaderMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.logging.LogbackMetrics;
import io.micrometer.core.instrument.binder.system.FileDescriptorMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.core.instrument.config.MeterFilter;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.prometheus.metrics.expositionformats.OpenMetricsTextFormatWriter;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.model.snapshots.InfoSnapshot;
import io.prometheus.metrics.model.snapshots.InfoSnapshot.InfoDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.promopool.alerts.DeliveryListener;
import io.promopool.alerts.StockMonitor;
import io.promopool.http.MetricsPage;
import io.promopool.http.jetty.HttpListener;
import io.promopool.pool.CodePool;
import io.promopool.redis.connection.RedisListener;
import io.promopool.upload.UploadListener;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * All metrics of the service. Created before the parts that it measures, and closed after them.
 *
 * <p>The service's own metrics are named {@code promopool_…}. The metrics of Java, of the process and of the log keep
 * the names that common dashboards and rules for Java services expect.
 */
public final class Metrics implements MetricsPage, AutoCloseable {
    private final PrometheusMeterRegistry registry = registry();
    private final JvmGcMetrics pauses = new JvmGcMetrics();
    private final LogbackMetrics log = new LogbackMetrics();
    private final ClaimMeters claims = new ClaimMeters(registry);
    private final RedisMeters redis = new RedisMeters(registry);
    private final UploadMeters uploads = new UploadMeters(registry);
    private final WebhookMeters webhooks = new WebhookMeters(registry);
    private final HttpMeters http = new HttpMeters(registry);
    private final InstantSource clock;

    public Metrics(InstantSource clock) {
        this.clock = clock;
        new ClassLoaderMetrics().bindTo(registry);
        new JvmMemoryMetrics().bindTo(registry);
        new JvmThreadMetrics().bindTo(registry);
        pauses.bindTo(registry);
        new ProcessorMetrics().bindTo(registry);
        new FileDescriptorMetrics().bindTo(registry);
        new UptimeMetrics().bindTo(registry);
        log.bindTo(registry);
        registry.getPrometheusRegistry().register(Metrics::build);
    }

    private static PrometheusMeterRegistry registry() {
        PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        // Their names break Prometheus's rules, and other metrics have the same values.
        registry.config()
                .meterFilter(MeterFilter.denyNameStartsWith("system.cpu.count"))
                .meterFilter(MeterFilter.denyNameStartsWith("process.cpu.time"));
        return registry;
    }

    private static InfoSnapshot build() {
        String version = Optional.ofNullable(Metrics.class.getPackage().getImplementationVersion())
                .orElse("unpackaged");
        Labels labels = Labels.of("version", version, "java", Runtime.version().toString());
        return InfoSnapshot.builder()
                .name("promopool_build")
                .help("Version of the service and of Java")
                .dataPoint(InfoDataPointSnapshot.builder().labels(labels).build())
                .build();
    }

    public RedisListener redis() {
        return redis;
    }

    public UploadListener uploads() {
        return uploads;
    }

    public DeliveryListener webhooks() {
        return webhooks;
    }

    public HttpListener http() {
        return http;
    }

    /** A pool that counts and measures the claims of this pool. */
    public CodePool metered(CodePool pool) {
        return new MeteredPool(pool, claims);
    }

    /** Adds the metrics of the stock and of readiness. Called once. */
    public void watch(StockMonitor stocks, Supplier<Optional<String>> unreadyReason) {
        registry.getPrometheusRegistry().register(new StockGauges(stocks, claims, clock));
        Gauge.builder("promopool.ready", unreadyReason, reason -> reason.get().isEmpty() ? 1 : 0)
                .description("1 if the service can serve claims, else 0")
                .strongReference(true)
                .register(registry);
    }

    /** The metrics in OpenMetrics if the caller accepts it, else in Prometheus's text format. */
    @Override
    public Text text(Optional<String> accept) {
        boolean open = accept.orElse("").contains("application/openmetrics-text");
        String mediaType = open ? OpenMetricsTextFormatWriter.CONTENT_TYPE : PrometheusTextFormatWriter.CONTENT_TYPE;
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            registry.scrape(bytes, mediaType);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new Text(mediaType, bytes.toByteArray());
    }

    @Override
    public void close() {
        pauses.close();
        log.close();
        registry.close();
    }
}
