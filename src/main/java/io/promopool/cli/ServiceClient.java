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

/** A service, over HTTP. What it answers is returned whatever it says; that it does not answer is a failure. */
final class ServiceClient {
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);

    /** Longer than the service takes to say that its storage is away. */
    private static final Duration ANSWER_TIMEOUT = Duration.ofSeconds(30);

    /** Within some 15 s. */
    private static final int ATTEMPTS = 5;

    /** Within some minute: a Redis that died with many codes takes its time to come back. */
    private static final int UPLOAD_ATTEMPTS = 7;

    private final ServiceUrl url;
    private final Optional<String> authorization;
    private final RetryPolicy retries;
    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(CONNECT_TIMEOUT)
            .build();

    /** @param apiKey empty where the service is open */
    ServiceClient(ServiceUrl url, Optional<String> apiKey, RetryPolicy retries) {
        this.url = url;
        this.authorization = apiKey.map(ServiceClient::basic);
        this.retries = retries;
    }

    Reply get(ApiPath path) {
        return ask(request(path).GET());
    }

    Reply post(ApiPath path, ObjectNode body) {
        return ask(json(request(path)).POST(text(body)));
    }

    Reply patch(ApiPath path, ObjectNode body) {
        return ask(json(request(path)).method("PATCH", text(body)));
    }

    /** Sends a file as it is read; memory stays flat. Only one that can be opened twice is sent again. */
    Reply upload(ApiPath path, UploadSource source, Progress progress) {
        return answered(source.isRepeatable() ? UPLOAD_ATTEMPTS : 1, () -> {
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

    private Reply ask(HttpRequest.Builder request) {
        HttpRequest ready = request.timeout(ANSWER_TIMEOUT).build();
        return answered(ATTEMPTS, () -> Reply.of(http.send(ready, BodyHandlers.ofString())));
    }

    private Reply answered(int attempts, RetryPolicy.Attempt attempt) {
        try {
            return retries.ask(attempts, attempt);
        } catch (IOException e) {
            throw RetryPolicy.isConnectFailure(e) ? notThere(e) : lost(e, attempts);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw CommandFailure.of(ExitStatus.UNKNOWN, "Interrupted; whether it was done is not known.");
        }
    }

    private CommandFailure notThere(IOException e) {
        String why = e instanceof SSLException ? " (" + reason(e) + ")" : "";
        return CommandFailure.of(
                ExitStatus.UNKNOWN,
                "No service can be reached at " + url.base() + why
                        + ". Start it ('promopool serve'), or say where it is " + "with --url or "
                        + EnvironmentVariables.URL
                        + ".");
    }

    private CommandFailure lost(IOException e, int attempts) {
        String once =
                attempts > 1 ? "" : " What comes through a pipe is sent once only; from a file it is tried again.";
        return CommandFailure.of(
                ExitStatus.UNKNOWN,
                "The service at " + url.base() + " did not answer to the end (" + reason(e)
                        + "). Whether it was done is not known; the same command again is safe." + once);
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

    /** Unlike Bearer it carries a key of any characters. */
    private static String basic(String apiKey) {
        return "Basic " + Base64.getEncoder().encodeToString(("promopool:" + apiKey).getBytes(StandardCharsets.UTF_8));
    }
}
