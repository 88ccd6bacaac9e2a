package io.promopool.examples;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A proxy between an example and the service, which makes attempts fail and records the key of each attempt. */
final class UnreliableProxy implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String KEY_HEADER = "Idempotency-Key";
    private static final List<String> REQUEST_HEADERS = List.of("Authorization", "Content-Type", KEY_HEADER);

    /** What happens to an attempt. */
    enum Fate {
        /** It reaches the service, and the response reaches the caller. */
        SERVED,
        /** 503, and the service never sees the attempt. */
        UNAVAILABLE,
        /** The same, and the response asks the caller to wait for an hour. */
        UNAVAILABLE_FOR_AN_HOUR,
        /** The service claims a code, and the connection breaks before the caller gets the response. */
        RESPONSE_LOST,
        /** It reaches the service with the type misspelled. */
        MISSPELLED
    }

    private final URI service;
    private final Queue<Fate> fates;
    private final Fate lastFate;
    private final List<String> keys = new CopyOnWriteArrayList<>();
    private final HttpClient client = HttpClient.newHttpClient();
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final HttpServer server;

    /**
     * @param first the fates of the first attempts, in order
     * @param then the fate of all later attempts
     */
    UnreliableProxy(URI service, List<Fate> first, Fate then) throws IOException {
        this.service = service;
        this.fates = new ConcurrentLinkedQueue<>(first);
        this.lastFate = then;
        this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/v1/claims", this::handle);
        server.setExecutor(threads);
        server.start();
    }

    URI url() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    /** The key of each attempt so far. */
    List<String> keys() {
        return List.copyOf(keys);
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            byte[] body = exchange.getRequestBody().readAllBytes();
            keys.add(keyOf(exchange, body));
            Fate fate = Optional.ofNullable(fates.poll()).orElse(lastFate);
            switch (fate) {
                case SERVED -> answer(exchange, forward(exchange, body));
                case MISSPELLED -> answer(exchange, forward(exchange, misspelled(body)));
                case RESPONSE_LOST -> forward(exchange, body); // closed without a response
                case UNAVAILABLE -> refuse(exchange, "1");
                case UNAVAILABLE_FOR_AN_HOUR -> refuse(exchange, "3600");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void refuse(HttpExchange exchange, String retryAfter) throws IOException {
        exchange.getResponseHeaders().set("Retry-After", retryAfter);
        exchange.sendResponseHeaders(503, -1);
    }

    private static String keyOf(HttpExchange exchange, byte[] body) throws JsonProcessingException {
        String header = exchange.getRequestHeaders().getFirst(KEY_HEADER);
        String json = new String(body, StandardCharsets.UTF_8);
        return header == null ? JSON.readTree(json).path("key").asText() : header;
    }

    private static byte[] misspelled(byte[] body) {
        return new String(body, StandardCharsets.UTF_8)
                .replace("\"birthday\"", "\"birthdya\"")
                .getBytes(StandardCharsets.UTF_8);
    }

    private HttpResponse<byte[]> forward(HttpExchange exchange, byte[] body) throws IOException, InterruptedException {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(service.resolve("/v1/claims")).POST(BodyPublishers.ofByteArray(body));
        for (String name : REQUEST_HEADERS) {
            Optional.ofNullable(exchange.getRequestHeaders().getFirst(name))
                    .ifPresent(value -> request.header(name, value));
        }
        return client.send(request.build(), BodyHandlers.ofByteArray());
    }

    private static void answer(HttpExchange exchange, HttpResponse<byte[]> response) throws IOException {
        response.headers()
                .firstValue("Content-Type")
                .ifPresent(type -> exchange.getResponseHeaders().set("Content-Type", type));
        exchange.sendResponseHeaders(response.statusCode(), response.body().length);
        exchange.getResponseBody().write(response.body());
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
