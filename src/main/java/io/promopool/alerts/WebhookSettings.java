package io.promopool.alerts;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Where alerts are sent.
 *
 * @param url one to ten {@code http} or {@code https} URLs, separated by commas; a URL can be secret
 * @param secret the secret that messages are signed with; absent = messages are not signed
 */
public record WebhookSettings(Optional<String> url, Optional<String> secret) {
    private static final int MAX_URLS = 10;

    /**
     * @throws IllegalArgumentException if there are too many URLs, if one is not such a URL, or if the secret has
     *     another form; the message repeats none of them
     */
    public WebhookSettings {
        if (url.map(WebhookSettings::parsed).orElse(List.of()).size() > MAX_URLS) {
            throw new IllegalArgumentException("must have at most " + MAX_URLS + " URLs");
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
            // Its message contains the URL, which can be secret.
        }
        throw new IllegalArgumentException("must be URLs that begin with https:// or http://, separated by commas");
    }

    /** Contains nothing that can be secret. */
    @Override
    public String toString() {
        return "WebhookSettings[%d URLs, %s]".formatted(urls().size(), secret.isPresent() ? "signed" : "not signed");
    }
}
