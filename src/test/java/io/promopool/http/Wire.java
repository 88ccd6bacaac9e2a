package io.promopool.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** One connection to the service, under the test's control byte by byte: for what no well-behaved client does. */
public final class Wire implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final Socket socket = new Socket();
    private final InputStream in;

    public Wire(int port) throws IOException {
        this(port, 0);
    }

    /** @param receiveBufferBytes how much the system takes in for a test that does not read; 0: what it likes */
    public Wire(int port, int receiveBufferBytes) throws IOException {
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

    /** @param headers their names in lower case */
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

    /** The head of a request: each line ended by CRLF, an empty line after them. */
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

    /** A POST of JSON, with its answer not read yet. */
    public void post(String path, String json) throws IOException {
        byte[] body = json.getBytes(StandardCharsets.UTF_8);
        send(
                "POST " + path + " HTTP/1.1",
                "Host: x",
                "Content-Type: application/json",
                "Content-Length: " + body.length);
        send(body);
    }

    /** Until the service asks for the body. */
    public void awaitContinue() throws IOException {
        String line = line();
        if (!line.startsWith("HTTP/1.1 100 ") || !line().isEmpty()) {
            throw new IOException("instead of 100 came " + line);
        }
    }

    /** The next answer, whole. */
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
            throw new EOFException("the answer is cut short: " + headers);
        }
        return new Reply(Integer.parseInt(status.substring(9, 12)), headers, body);
    }

    /** Whether there is something to read. */
    public boolean hasAnswer() throws IOException {
        return in.available() > 0;
    }

    /** Whether the service has hung up, without another byte. Waits for it. */
    public boolean isAtEnd() throws IOException {
        return in.read() < 0;
    }

    /** The test has nothing more to send, and listens. */
    public void endOfRequests() throws IOException {
        socket.shutdownOutput();
    }

    /** The other side sees a reset, as of a process that was killed. */
    public void reset() throws IOException {
        socket.setSoLinger(true, 0);
        socket.close();
    }

    private String line() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int c = in.read(); c != '\n'; c = in.read()) {
            if (c < 0) {
                throw new EOFException("hung up on after: " + line);
            }
            line.write(c);
        }
        return line.toString(StandardCharsets.ISO_8859_1).stripTrailing();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
