package io.promopool.badinput;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** One request, byte by byte. Its text is for a person who reads a sequence that failed. */
record Call(String method, String target, List<String> headers, byte[] body) {
    private static final List<byte[]> PIECES = List.of(
            bytes("\""),
            bytes("\"\""),
            bytes("{"),
            bytes("}"),
            bytes("["),
            bytes("]"),
            bytes(","),
            bytes(";"),
            bytes(":"),
            bytes("\t"),
            bytes("\r"),
            bytes("\n"),
            bytes("\r\n\r\n"),
            bytes("\\u"),
            bytes("\\ud800"),
            bytes("null"),
            bytes("1e999"),
            bytes("-0"),
            bytes("99999999999999999999999"),
            bytes("%"),
            bytes("%00"),
            bytes("%2F"),
            bytes("&"),
            bytes("="),
            bytes("--b 1"),
            bytes("--b 1--"),
            bytes("Content-Type: text/csv"),
            bytes("\0"),
            bytes("\u0085"),
            bytes("\uFEFF"),
            bytes("\uD83D\uDE00"),
            new byte[] {(byte) 0xff},
            new byte[] {(byte) 0xC0, (byte) 0xAF},
            new byte[] {(byte) 0xED, (byte) 0xA0, (byte) 0x80},
            new byte[] {0x1f, (byte) 0x8b},
            bytes("A".repeat(300)),
            bytes("[".repeat(2_000)),
            bytes("true"),
            bytes("auto:"),
            bytes("../"),
            bytes("never"),
            bytes("code"));

    static Call get(String target) {
        return new Call("GET", target, List.of(), new byte[0]);
    }

    static Call of(String method, String target, String mediaType, byte[] body) {
        return new Call(method, target, List.of("Content-Type: " + mediaType), body);
    }

    Call with(String header) {
        List<String> more = new ArrayList<>(headers);
        more.add(header);
        return new Call(method, target, more, body);
    }

    byte[] bytes() {
        List<String> lines =
                new ArrayList<>(List.of(method + " " + target + " HTTP/1.1", "Host: localhost", "Connection: close"));
        lines.addAll(headers);
        if (headers.stream().noneMatch(header -> header.startsWith("Content-Length:"))
                && (body.length > 0 || !method.equals("GET"))) {
            lines.add("Content-Length: " + body.length);
        }
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        all.writeBytes((String.join("\r\n", lines) + "\r\n\r\n").getBytes(StandardCharsets.UTF_8));
        all.writeBytes(body);
        return all.toByteArray();
    }

    /** The same request, damaged at a random place, most often in its body. */
    Call damaged(Random random) {
        return switch (random.nextInt(10)) {
            case 0 -> new Call(method, damaged(target, random), headers, body);
            case 1 ->
                new Call(
                        method,
                        target + (target.contains("?") ? "&" : "?") + damaged("limit=5", random),
                        headers,
                        body);
            case 2 ->
                new Call(
                        method,
                        target,
                        headers.stream().map(header -> damaged(header, random)).toList(),
                        body);
            case 3 -> with(damaged("Idempotency-Key: k1", random));
            case 4 -> with("Content-Length: " + random.nextInt(2 * body.length + 2));
            case 5 -> with(damaged("Content-Encoding: gzip", random));
            default -> new Call(method, target, headers, damaged(body, random));
        };
    }

    private static String damaged(String text, Random random) {
        // A change that breaks its line makes another request of it, which is fine too.
        return new String(damaged(bytes(text), random), StandardCharsets.UTF_8);
    }

    private static byte[] damaged(byte[] bytes, Random random) {
        byte[] damaged = bytes;
        for (int i = random.nextInt(3); i >= 0; i--) {
            int from = random.nextInt(damaged.length + 1);
            int to = Math.min(damaged.length, from + random.nextInt(1 + Math.min(40, damaged.length)));
            byte[] piece =
                    switch (random.nextInt(4)) {
                        case 0 -> new byte[0];
                        case 1 -> new byte[] {(byte) random.nextInt(256)};
                        case 2 -> Arrays.copyOfRange(damaged, from, to);
                        default -> PIECES.get(random.nextInt(PIECES.size()));
                    };
            int rest = random.nextBoolean() ? from : to;
            ByteArrayOutputStream made = new ByteArrayOutputStream();
            made.write(damaged, 0, from);
            made.writeBytes(piece);
            made.write(damaged, rest, damaged.length - rest);
            damaged = made.toByteArray();
        }
        return random.nextInt(8) == 0 ? Arrays.copyOf(damaged, random.nextInt(damaged.length + 1)) : damaged;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public String toString() {
        return method + " " + target + " " + headers + " "
                + new String(body, 0, Math.min(body.length, 2_000), StandardCharsets.ISO_8859_1)
                        .replace("\r", "\\r")
                        .replace("\n", "\\n");
    }
}
