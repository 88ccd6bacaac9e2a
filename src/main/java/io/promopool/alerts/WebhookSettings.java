package io.promopool.alerts;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Where alerts are sent to.
 *
 * @param url one or more, {@code http} or {@code https}, with commas between them; may hold secrets
 * @param secret with which messages are signed; absent where they are not
 */
public record WebhookSettings(Optional<String> url, Optional<String> secret) {
    private static final int MAX_URLS = 10;

    /** @throws IllegalArgumentException where one is no such URL, or the secret has another form; repeats neither */
    public WebhookSettings {
        if (url.map(WebhookSettings::parsed).orElse(List.of()).size() > MAX_URLS) {
            throw new IllegalArgumentException("takes at most " + MAX_URLS + " URLs");
        }
        secret.ifPresent(WebhookSignature::of);
    }

    List<URI> urls() {
        return url.map(WebhookSettings::parsed).orElse(List.of());
    }

    Optional<WebhookSignature> signature() {
        return secret.map(WebhookSignature::of);
    }

    private static List<URI> parsed(String urls) {
        return Pattern.compile(",")
                .splitAsStream(urls)
                .map(String::strip)
                .map(WebhookSettings::one)
                .toList();
    }

    private static URI one(String url) {
        try {
            URI uri = new URI(url);
            if (uri.getHost() != null && List.of("http", "https").contains(uri.getScheme())) {
                return uri;
            }
        } catch (URISyntaxException e) {
            // Its message holds the URL; what follows says enough.
        }
        throw new IllegalArgumentException("takes URLs that begin with https:// or http://, with commas between them");
    }

    /** Without what may be secret. */
    @Override
    public String toString() {
        return "WebhookSettings[%d URLs, %s]".formatted(urls().size(), secret.isPresent() ? "signed" : "not signed");
    }
}
