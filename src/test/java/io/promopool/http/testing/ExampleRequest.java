package io.promopool.http.testing;

import com.fasterxml.jackson.databind.JsonNode;
import io.promopool.http.testing.ApiDescription.Operation;
import io.promopool.testing.Urls;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * A request that a newcomer builds from the description: with the example of each parameter, and an example body.
 *
 * @param mediaType empty if there is no body
 */
public record ExampleRequest(Operation operation, String uri, String mediaType, String body) {
    private static final String FORM = "multipart/form-data";
    private static final String BOUNDARY = "example";

    /** One request for each example body; a single request if the operation has no body. */
    public static List<ExampleRequest> of(ApiDescription description, Operation operation) {
        String uri = uri(description, operation);
        JsonNode content = operation.node().at("/requestBody/content");
        List<ExampleRequest> requests = new ArrayList<>();
        content.properties()
                .forEach(media -> media.getValue().path("examples").forEach(example -> {
                    JsonNode value = example.path("value");
                    String body = value.isTextual() ? value.asText() : value.toString();
                    requests.add(new ExampleRequest(operation, uri, media.getKey(), body));
                }));
        if (content.has(FORM)) {
            // It adds codes again, so it must come before the example that retires them.
            String file = content.at("/text~1csv/examples/codes/value").asText();
            requests.add(1, new ExampleRequest(operation, uri, FORM, form(file)));
        }
        return content.isMissingNode() ? List.of(new ExampleRequest(operation, uri, "", "")) : requests;
    }

    public HttpRequest.Builder to(TestApi api) {
        return to(api, mediaType, body);
    }

    /** The same request with another body. */
    public HttpRequest.Builder to(TestApi api, String otherMediaType, String otherBody) {
        BodyPublisher publisher = mediaType.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(otherBody);
        HttpRequest.Builder request = api.to(uri).method(operation.method(), publisher);
        if (mediaType.isEmpty()) {
            return request;
        }
        return request.header(
                "Content-Type", otherMediaType.equals(FORM) ? FORM + "; boundary=" + BOUNDARY : otherMediaType);
    }

    private static String uri(ApiDescription description, Operation operation) {
        String uri = operation.path();
        List<String> query = new ArrayList<>();
        for (JsonNode parameter : parameters(description, operation).toList()) {
            String name = parameter.path("name").asText();
            Optional<String> value =
                    Optional.of(parameter.path("example").asText()).filter(text -> !text.isEmpty());
            boolean inPath = parameter.path("in").asText().equals("path");
            if (inPath) {
                uri = uri.replace("{" + name + "}", Urls.encoded(value.orElseThrow()));
            } else if (value.isPresent() && parameter.path("in").asText().equals("query")) {
                query.add(name + "=" + Urls.encoded(value.get()));
            }
        }
        return query.isEmpty() ? uri : uri + "?" + String.join("&", query);
    }

    private static Stream<JsonNode> parameters(ApiDescription description, Operation operation) {
        JsonNode ofPath =
                description.document().path("paths").path(operation.path()).path("parameters");
        return Stream.of(ofPath, operation.node().path("parameters"))
                .flatMap(list -> StreamSupport.stream(list.spliterator(), false))
                .map(parameter -> parameter.has("$ref")
                        ? description
                                .document()
                                .at(parameter.path("$ref").asText().substring(1))
                        : parameter);
    }

    private static String form(String csv) {
        return "--" + BOUNDARY + "\r\nContent-Disposition: form-data; name=\"file\"; filename=\"codes.csv\"\r\n"
                + "Content-Type: text/csv\r\n\r\n" + csv + "\r\n--" + BOUNDARY + "--\r\n";
    }
}
