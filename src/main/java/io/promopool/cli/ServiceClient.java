package io.promopool.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Optional;
import javax.net.ssl.SSLException;

/** Sends requests to a service over HTTP. Every answer is returned, whatever its status; no answer is a failure. */
final class ServiceClient {
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);

    /** Longer than the service needs to report that its storage is unavailable. */
    private static final Duration ANSWER_TIMEOUT = Duration.ofSeconds(30);

    /** About 15 s in total. */
    private static final int ATTEMPTS = 5;

    /** About a minute in total: after a crash, a Redis with many codes needs time to load them. */
    private static final int UPLOAD_ATTEMPTS = 7;

    private final ServiceUrl url;
    private final Optional<String> authorization;
    private final RetryPolicy retries;
    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(CONNECT_TIMEOUT)
            .build();

    /** @param apiKey empty if the service requires none */
    ServiceClient(ServiceUrl url, Optional<String> apiKey, RetryPolicy retries) {
        this.url = url;
        this.authorization = apiKey.map(ServiceClient::basic);
        this.retries = retries;
    }

    Reply get(ApiPath path) {
        return send(request(path).GET());
    }

    Reply post(ApiPath path, ObjectNode body) {
        return send(json(request(path)).POST(text(body)));
    }

    Reply patch(ApiPath path, ObjectNode body) {
        return send(json(request(path)).method("PATCH", text(body)));
    }

    /** Sends a file while it is read, so memory use is constant. Only a source that can be reopened is retried. */
    Reply upload(ApiPath path, UploadSource source, Progress progress) {
        return withRetries(source.isRepeatable() ? UPLOAD_ATTEMPTS : 1, () -> {
            UploadBody body = new UploadBody(source, progress);
            HttpRequest.Builder request =
                    request(path).header("Content-Type", source.format().mediaType());
            if (source.format().gzip()) {
                request.header("Content-Encoding", "gzip");
            }
            request.POST(body.publisher());
            return Reply.of(body.await(http.sendAsync(request.build(), BodyHandlers.ofString())));
        });
    }

    private Reply send(HttpRequest.Builder request) {
        HttpRequest ready = request.timeout(ANSWER_TIMEOUT).build();
        return withRetries(ATTEMPTS, () -> Reply.of(http.send(ready, BodyHandlers.ofString())));
    }

    private Reply withRetries(int attempts, RetryPolicy.Attempt attempt) {
        try {
            return retries.send(attempts, attempt);
        } catch (IOException e) {
            throw RetryPolicy.isConnectFailure(e) ? unreachable(e) : lost(e, attempts);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw CommandFailure.of(ExitStatus.UNKNOWN, "Interrupted; the outcome is unknown.");
        }
    }

    private CommandFailure unreachable(IOException e) {
        String why = e instanceof SSLException ? " (" + reason(e) + ")" : "";
        return CommandFailure.of(
                ExitStatus.UNKNOWN,
                "Can't reach a service at " + url.base() + why
                        + ". Start one ('promopool serve'), or set its URL with --url or " + EnvironmentVariables.URL
                        + ".");
    }

    private CommandFailure lost(IOException e, int attempts) {
        String once = attempts > 1 ? "" : " Data from a pipe is sent only once; a file would be retried.";
        return CommandFailure.of(
                ExitStatus.UNKNOWN,
                "No complete response came from the service at " + url.base() + " (" + reason(e)
                        + "). The outcome is unknown; it is safe to repeat the same request (a claim: with its key)."
                        + once);
    }

    private static String reason(IOException e) {
        return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    }

    private HttpRequest.Builder request(ApiPath path) {
        HttpRequest.Builder request = HttpRequest.newBuilder(path.at(url.base()));
        authorization.ifPresent(value -> request.header("Authorization", value));
        return request;
    }

    private static HttpRequest.Builder json(HttpRequest.Builder request) {
        return request.header("Content-Type", "application/json");
    }

    private static BodyPublisher text(ObjectNode body) {
        return BodyPublishers.ofString(Json.line(body));
    }

    /** Unlike Bearer, Basic can carry a key with any characters. */
    private static String basic(String apiKey) {
        return "Basic " + Base64.getEncoder().encodeToString(("promopool:" + apiKey).getBytes(StandardCharsets.UTF_8));
    }
}
