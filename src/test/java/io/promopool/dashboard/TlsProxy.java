package io.promopool.dashboard;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/** A proxy that speaks TLS, in front of the service. It passes the header Host on, or replaces it as many do. */
final class TlsProxy implements AutoCloseable {
    private static final char[] PASSWORD = "password".toCharArray();

    private final ServerSocket listener;
    private final Queue<Socket> sockets = new ConcurrentLinkedQueue<>();
    private volatile int target;
    private volatile boolean passesHostOn;

    /** @param folder for the certificate, which no browser trusts by itself */
    TlsProxy(Path folder) throws Exception {
        listener = context(folder).getServerSocketFactory().createServerSocket(0, 50, InetAddress.getLoopbackAddress());
        daemon(this::accept);
    }

    int port() {
        return listener.getLocalPort();
    }

    /** From now on, also on connections that are open already. */
    void leadTo(int servicePort, boolean passesHost) {
        target = servicePort;
        passesHostOn = passesHost;
        sockets.forEach(TlsProxy::close);
    }

    private static SSLContext context(Path folder) throws IOException, GeneralSecurityException, InterruptedException {
        Path file = folder.resolve("proxy.p12");
        Process keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=promo.test",
                        "-storetype",
                        "PKCS12",
                        "-keystore",
                        file.toString(),
                        "-storepass",
                        new String(PASSWORD))
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("keytool.log").toFile())
                .start();
        assertTrue(keytool.waitFor(60, TimeUnit.SECONDS));
        assertEquals(0, keytool.exitValue());
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(file)) {
            keys.load(in, PASSWORD);
        }
        KeyManagerFactory managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        managers.init(keys, PASSWORD);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(managers.getKeyManagers(), null, null);
        return context;
    }

    private void accept() {
        try {
            while (true) {
                Socket browser = listener.accept();
                Socket service = new Socket(InetAddress.getLoopbackAddress(), target);
                sockets.add(browser);
                sockets.add(service);
                daemon(() -> pump(browser, service, this::withHost));
                daemon(() -> pump(service, browser, UnaryOperator.identity()));
            }
        } catch (IOException closed) {
            // The test has ended.
        }
    }

    /** The head of a request comes in one piece, since it is far smaller than a TLS record. */
    private String withHost(String piece) {
        return passesHostOn
                ? piece
                : piece.replaceFirst("\r\nHost: [^\r]+\r\n", "\r\nHost: 127.0.0.1:" + target + "\r\n");
    }

    private static void pump(Socket from, Socket to, UnaryOperator<String> change) {
        try (from;
                to) {
            byte[] piece = new byte[32_768];
            OutputStream out = to.getOutputStream();
            for (int n = from.getInputStream().read(piece);
                    n >= 0;
                    n = from.getInputStream().read(piece)) {
                out.write(change.apply(new String(piece, 0, n, ISO_8859_1)).getBytes(ISO_8859_1));
                out.flush();
            }
        } catch (IOException closed) {
            // One side has hung up, and so does the other.
        }
    }

    private static void daemon(Runnable work) {
        Thread thread = new Thread(work, "tls-proxy");
        thread.setDaemon(true);
        thread.start();
    }

    private static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            // Closed already.
        }
    }

    @Override
    public void close() throws IOException {
        listener.close();
        sockets.forEach(TlsProxy::close);
    }
}
