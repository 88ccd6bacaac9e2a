package io.promopool.http;

import io.javalin.http.Context;
import io.promopool.lang.Sha256;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.zip.GZIPOutputStream;

/**
 * A file of the class path as browsers are served it. Browsers keep it, and ask each time whether it is still the same
 * (304): what they show is never older than the service.
 */
final class WebFile {
    /** Nothing from other hosts, nothing inline, in nobody's frame. Swagger UI's style sheet has its icons in it. */
    static final String CONTENT_SECURITY_POLICY = "default-src 'self'; img-src 'self' data:; object-src 'none'; "
            + "base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    private static final Map<String, String> MEDIA_TYPES = Map.of(
            "html", "text/html; charset=utf-8",
            "css", "text/css; charset=utf-8",
            "js", "text/javascript; charset=utf-8",
            "svg", "image/svg+xml",
            "yaml", "application/yaml"); // RFC 9512; always UTF-8, so it has no charset

    private static final Map<String, String> HEADERS = Map.of(
            "Cache-Control", "no-cache",
            "Content-Security-Policy", CONTENT_SECURITY_POLICY,
            "Referrer-Policy", "no-referrer",
            "Vary", "Accept-Encoding");

    /** Among the codings of an Accept-Encoding, and not with the quality 0. */
    private static final Pattern GZIP = Pattern.compile(
            "(?:^|,)\\s*gzip\\s*(?:;\\s*q=(?:1(?:\\.0{0,3})?|0\\.[0-9]{0,2}[1-9][0-9]{0,2})\\s*)?(?:,|$)",
            Pattern.CASE_INSENSITIVE);

    private static final int ETAG_BYTES = 16;

    private final String resource;
    private final String mediaType;
    private Optional<Content> content = Optional.empty(); // guarded by this

    private WebFile(String resource, String mediaType) {
        this.resource = resource;
        this.mediaType = mediaType;
    }

    /**
     * @param resource its path on the class path; the end of the name tells the media type
     * @throws IllegalStateException where there is none, or its media type is not known
     */
    static WebFile of(String resource) {
        String mediaType = MEDIA_TYPES.get(resource.substring(resource.lastIndexOf('.') + 1));
        if (mediaType == null || WebFile.class.getClassLoader().getResource(resource) == null) {
            throw new IllegalStateException("the file " + resource + " is missing, or of a kind that is not served");
        }
        return new WebFile(resource, mediaType);
    }

    /**
     * Writes this as the whole response: packed where the caller takes that, 304 where it has it already.
     *
     * @throws IOException where the caller has gone away
     */
    void send(Context ctx) throws IOException {
        boolean packs = GZIP.matcher(header(ctx, "Accept-Encoding")).find();
        Body body = packs ? content().packed() : content().plain();
        boolean isKnown = isAmong(header(ctx, "If-None-Match"), body.etag());
        HEADERS.forEach(ctx::header);
        ctx.header("ETag", body.etag());
        ctx.res().setContentLength(body.bytes().length);
        if (isKnown) {
            ctx.status(304).res().setContentType(null);
            return;
        }
        if (packs) {
            ctx.header("Content-Encoding", "gzip");
        }
        ctx.res().setContentType(mediaType);
        ctx.res().getOutputStream().write(body.bytes());
    }

    private static String header(Context ctx, String name) {
        return Optional.ofNullable(ctx.header(name)).orElse("");
    }

    /** Commas are in none of these tags. A proxy that packs by itself makes a weak one of them. */
    private static boolean isAmong(String ifNoneMatch, String etag) {
        return Arrays.stream(ifNoneMatch.split(","))
                .map(String::strip)
                .anyMatch(tag -> tag.equals("*") || tag.equals(etag) || tag.equals("W/" + etag));
    }

    private record Body(byte[] bytes, String etag) {}

    private record Content(Body plain, Body packed) {}

    /** Read when it is first asked for: who never opens a page pays nothing for it. */
    private synchronized Content content() {
        if (content.isEmpty()) {
            content = Optional.of(read());
        }
        return content.get();
    }

    private Content read() {
        try (InputStream in = WebFile.class.getClassLoader().getResourceAsStream(resource)) {
            byte[] bytes = in.readAllBytes();
            ByteArrayOutputStream packed = new ByteArrayOutputStream(bytes.length / 2);
            try (OutputStream gzip = new GZIPOutputStream(packed)) {
                gzip.write(bytes);
            }
            String hash = hash(bytes);
            // A tag for each, since it stands for bytes and not for what they mean.
            return new Content(
                    new Body(bytes, '"' + hash + '"'), new Body(packed.toByteArray(), '"' + hash + "-gzip\""));
        } catch (IOException e) {
            throw new UncheckedIOException("the file " + resource + " can't be read", e);
        }
    }

    private static String hash(byte[] bytes) {
        return HexFormat.of().formatHex(Arrays.copyOf(Sha256.of(bytes), ETAG_BYTES));
    }
}
