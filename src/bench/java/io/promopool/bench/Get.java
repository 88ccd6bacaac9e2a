package io.promopool.bench;

import io.netty.buffer.ByteBuf;
import java.net.URI;
import java.nio.charset.StandardCharsets;

/** Requests the same URL again and again, and expects 200. */
final class Get implements Exchange {
    private final byte[] request;

    Get(URI url) {
        request = "GET %s HTTP/1.1\r\nHost: %s\r\n\r\n"
                .formatted(url.getRawPath(), url.getRawAuthority())
                .getBytes(StandardCharsets.US_ASCII);
    }

    @Override
    public void writeRequest(ByteBuf out) {
        out.writeBytes(request);
    }

    @Override
    public void check(int status, ByteBuf body) {
        if (status != 200) {
            throw new IllegalStateException("status " + status + ": " + body.toString(StandardCharsets.UTF_8));
        }
    }
}
