package io.promopool.bench;

import io.netty.buffer.ByteBuf;
import java.net.URI;
import java.nio.charset.StandardCharsets;

/** Claims, one in each request or a batch of them. Each must get a different code. */
final class Claims implements Exchange {
    private final ClaimText text;
    private final Codes codes;
    private final int batch;
    private final byte[] head;

    private Claims(URI service, String path, ClaimText text, Codes codes, int batch, int bodyLength) {
        this.text = text;
        this.codes = codes;
        this.batch = batch;
        this.head = Digits.ascii(
                ("POST %s HTTP/1.1\r\nHost: %s\r\nContent-Type: application/json\r\n" + "Content-Length: %d\r\n\r\n")
                        .formatted(path, service.getRawAuthority(), bodyLength));
    }

    static Claims single(URI service, int types, Codes codes) {
        ClaimText text = new ClaimText(types);
        return new Claims(service, "/v1/claims", text, codes, 0, text.length());
    }

    static Claims batch(URI service, int size, Codes codes) {
        ClaimText text = new ClaimText(1);
        return new Claims(service, "/v1/claims/batch", text, codes, size, size * (text.length() + 1) + 1);
    }

    @Override
    public void writeRequest(ByteBuf out) {
        out.writeBytes(head);
        if (batch == 0) {
            out.writeBytes(text.next());
            return;
        }
        for (int i = 0; i < batch; i++) {
            out.writeByte(i == 0 ? '[' : ',').writeBytes(text.next());
        }
        out.writeByte(']');
    }

    @Override
    public void check(int status, ByteBuf body) {
        boolean ok = batch == 0 ? status == 201 && codes.take(body) == 1 : status == 200 && codes.take(body) == batch;
        if (!ok) {
            String answer = body.toString(StandardCharsets.UTF_8);
            throw new IllegalStateException(
                    "status " + status + ": " + answer.substring(0, Math.min(500, answer.length())));
        }
    }
}
