package io.promopool.testing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * A connection to the service on which a test controls every byte, for requests that a well-behaved client can't send.
 */
public final class RawConnection implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final Socket socket = new Socket();
    private final InputStream in;

    public RawConnection(int port) throws IOException {
        this(port, 0);
    }

    /** @param receiveBufferBytes how much the system buffers for a test that does not read; 0 for the default */
    public RawConnection(int port, int receiveBufferBytes) throws IOException {
        try {
            if (receiveBufferBytes > 0) {
                socket.setReceiveBufferSize(receiveBufferBytes);
            }
            socket.setTcpNoDelay(true);
            socket.setSoTimeout((int) PATIENCE.toMillis());
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), (int) PATIENCE.toMillis());
            in = new BufferedInputStream(socket.getInputStream());
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }

    /** @param headers names in lower case */
    public record Reply(int status, Map<String, String> headers, byte[] body) {
        public String header(String name) {
            return headers.getOrDefault(name, "");
        }

        public JsonNode json() throws IOException {
            return JSON.readTree(body);
        }

        @Override
        public String toString() {
            return status + " " + headers + " " + new String(body, StandardCharsets.UTF_8);
        }
    }

    /** Sends the head of a request: each line ended by CRLF, and an empty line. */
    public void send(String... lines) throws IOException {
        sendText(String.join("\r\n", lines) + "\r\n\r\n");
    }

    public void sendText(String text) throws IOException {
        send(text.getBytes(StandardCharsets.UTF_8));
    }

    public void send(byte[] bytes) throws IOException {
        socket.getOutputStream().write(bytes);
    }

    public Reply ask(String... lines) throws IOException {
        send(lines);
        return reply();
    }

    /** Sends a POST of JSON, and does not read the response. */
    public void post(String path, String json) throws IOException {
        post(path, "application/json", json);
    }

    public void post(String path, String mediaType, String text) throws IOException {
        byte[] body = text.getBytes(StandardCharsets.UTF_8);
        send(
                "POST " + path + " HTTP/1.1",
                "Host: localhost",
                "Content-Type: " + mediaType,
                "Content-Length: " + body.length);
        send(body);
    }

    /** Waits until the service asks for the body. */
    public void awaitContinue() throws IOException {
        String line = line();
        if (!line.startsWith("HTTP/1.1 100 ") || !line().isEmpty()) {
            throw new IOException("expected 100 Continue, but got " + line);
        }
    }

    /** Reads the next response completely. */
    public Reply reply() throws IOException {
        String status = line();
        if (!status.matches("HTTP/1\\.1 \\d{3} .*")) {
            throw new IOException("no status line: " + status);
        }
        Map<String, String> headers = new TreeMap<>();
        for (String line = line(); !line.isEmpty(); line = line()) {
            int colon = line.indexOf(':');
            headers.put(
                    line.substring(0, colon).toLowerCase(Locale.ROOT),
                    line.substring(colon + 1).strip());
        }
        int length = Integer.parseInt(headers.getOrDefault("content-length", "0"));
        byte[] body = in.readNBytes(length);
        if (body.length < length) {
            throw new EOFException("the response is cut short: " + headers);
        }
        return new Reply(Integer.parseInt(status.substring(9, 12)), headers, body);
    }

    /** Whether part of a response has arrived. */
    public boolean hasAnswer() throws IOException {
        return in.available() > 0;
    }

    /** Waits for data or the end of the connection. Whether the service has closed it without another byte. */
    public boolean isAtEnd() throws IOException {
        return in.read() < 0;
    }

    /** Ends the sending side of the connection. */
    public void endOfRequests() throws IOException {
        socket.shutdownOutput();
    }

    /** Closes the connection with a reset, as if this process had been killed. */
    public void reset() throws IOException {
        socket.setSoLinger(true, 0);
        socket.close();
    }

    private String line() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int c = in.read(); c != '\n'; c = in.read()) {
            if (c < 0) {
                throw new EOFException("the connection was closed after: " + line);
            }
            line.write(c);
        }
        return line.toString(StandardCharsets.ISO_8859_1).stripTrailing();
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
