package io.promopool.alerts;

import io.promopool.lang.Sha256;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** One receiver of alerts. */
final class Webhook {
    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    private final HttpClient http;
    private final URI url;
    private final Optional<WebhookSignature> signature;

    Webhook(HttpClient http, URI url, Optional<WebhookSignature> signature) {
        this.http = http;
        this.url = url;
        this.signature = signature;
    }

    /**
     * A name that is the same after a restart and in every service, whatever the order of URLs in the settings. It
     * reveals nothing of the URL, which can be secret.
     */
    String name() {
        return HexFormat.of().formatHex(Sha256.of(url.toString()), 0, 6);
    }

    /** The URL's host, for logs. The path and the query can be secret. */
    String host() {
        return url.getHost();
    }

    /**
     * Sends a message.
     *
     * @param id the same at each attempt, so that a receiver can recognize a repeated message
     * @return a future that fails if the receiver does not answer with 2xx within 10 s
     */
    CompletableFuture<Void> send(String id, Instant now, byte[] body) {
        HttpRequest.Builder request = HttpRequest.newBuilder(url)
                .timeout(TIMEOUT)
                .header("Content-Type", "application/json")
                .header("User-Agent", "promopool")
                .header("webhook-id", id)
                .header("webhook-timestamp", Long.toString(now.getEpochSecond()))
                .POST(BodyPublishers.ofByteArray(body));
        signature.ifPresent(signing -> request.header("webhook-signature", signing.sign(id, now, body)));
        return http.sendAsync(request.build(), BodyHandlers.discarding()).thenCompose(Webhook::judge);
    }

    private static CompletableFuture<Void> judge(HttpResponse<Void> response) {
        return response.statusCode() / 100 == 2
                ? CompletableFuture.completedFuture(null)
                : CompletableFuture.failedFuture(new IOException("status " + response.statusCode()));
    }
}
