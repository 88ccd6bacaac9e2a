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
 * A file on the class path that is served to browsers. A browser caches the file, but checks each time whether it has
 * changed (304 if not), so pages are never older than the service.
 */
final class WebFile {
    /** Nothing from other hosts, nothing inline, not in a frame. Swagger UI's style sheet has icons as data URLs. */
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

    /** Whether an Accept-Encoding allows gzip: it is listed, and not with a quality of 0 (RFC 9110, section 12.5.3). */
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
     * Finds a file.
     *
     * @param resource the path on the class path; the extension determines the media type
     * @throws IllegalStateException if there is no such file, or the extension is unknown
     */
    static WebFile of(String resource) {
        String mediaType = MEDIA_TYPES.get(resource.substring(resource.lastIndexOf('.') + 1));
        if (mediaType == null || WebFile.class.getClassLoader().getResource(resource) == null) {
            throw new IllegalStateException("the file " + resource + " is missing, or its extension is unknown");
        }
        return new WebFile(resource, mediaType);
    }

    /**
     * Writes this as the whole response: compressed if the caller allows that, or 304 if the caller has the file
     * already.
     *
     * @throws IOException if the caller has closed the connection
     */
    void send(Context ctx) throws IOException {
        boolean compresses = GZIP.matcher(header(ctx, "Accept-Encoding")).find();
        Body body = compresses ? content().compressed() : content().plain();
        boolean isCached = isAmong(header(ctx, "If-None-Match"), body.etag());
        HEADERS.forEach(ctx::header);
        ctx.header("ETag", body.etag());
        ctx.res().setContentLength(body.bytes().length);
        if (isCached) {
            ctx.status(304).res().setContentType(null);
            return;
        }
        if (compresses) {
            ctx.header("Content-Encoding", "gzip");
        }
        ctx.res().setContentType(mediaType);
        ctx.res().getOutputStream().write(body.bytes());
    }

    private static String header(Context ctx, String name) {
        return Optional.ofNullable(ctx.header(name)).orElse("");
    }

    /** None of these tags contains a comma. A proxy that compresses makes a tag weak, so weak tags match too. */
    private static boolean isAmong(String ifNoneMatch, String etag) {
        return Arrays.stream(ifNoneMatch.split(","))
                .map(String::strip)
                .anyMatch(tag -> tag.equals("*") || tag.equals(etag) || tag.equals("W/" + etag));
    }

    private record Body(byte[] bytes, String etag) {}

    private record Content(Body plain, Body compressed) {}

    /** Read on first use: if nobody opens the page, it needs no memory. */
    private synchronized Content content() {
        if (content.isEmpty()) {
            content = Optional.of(read());
        }
        return content.get();
    }

    private Content read() {
        try (InputStream in = WebFile.class.getClassLoader().getResourceAsStream(resource)) {
            byte[] bytes = in.readAllBytes();
            ByteArrayOutputStream compressed = new ByteArrayOutputStream(bytes.length / 2);
            try (OutputStream gzip = new GZIPOutputStream(compressed)) {
                gzip.write(bytes);
            }
            String hash = hash(bytes);
            // A tag identifies bytes, so the compressed file needs its own (RFC 9110, section 8.8.3.3).
            return new Content(
                    new Body(bytes, '"' + hash + '"'), new Body(compressed.toByteArray(), '"' + hash + "-gzip\""));
        } catch (IOException e) {
            throw new UncheckedIOException("the file " + resource + " can't be read", e);
        }
    }

    private static String hash(byte[] bytes) {
        return HexFormat.of().formatHex(Arrays.copyOf(Sha256.of(bytes), ETAG_BYTES));
    }
}
