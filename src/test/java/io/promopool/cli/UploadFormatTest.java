package io.promopool.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.promopool.cli.UploadFormat.Kind;
import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UploadFormatTest {
    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            value = {
                "codes.csv, `[`, CSV",
                "CODES.CSV.GZ, x, CSV",
                "codes.json, x, JSON",
                "codes.ndjson.gz, x, NDJSON",
                "codes.jsonl, x, NDJSON",
                "codes.txt, `{`, CSV",
                "-, `code,type`, CSV",
                "-, `\uFEFFcode`, CSV",
                "-, ` [{`, JSON",
                "-, `{\"code\"`, NDJSON",
                "-, ``, CSV",
                "codes, `[`, JSON",
            })
    void the_name_decides_or_else_the_first_character(String name, String start, Kind kind) throws IOException {
        byte[] plain = start.getBytes(StandardCharsets.UTF_8);
        assertEquals(new UploadFormat(kind, false), look(name, Optional.empty(), plain));
        assertEquals(new UploadFormat(kind, true), look(name, Optional.empty(), gzip(plain)));
    }

    @Test
    void the_requested_format_overrides_the_name() throws IOException {
        byte[] csv = "code\n".getBytes(StandardCharsets.UTF_8);
        assertEquals(new UploadFormat(Kind.NDJSON, false), look("a.csv", Optional.of(Kind.NDJSON), csv));
    }

    private static UploadFormat look(String name, Optional<Kind> asked, byte[] bytes) throws IOException {
        InputStream in = new BufferedInputStream(new ByteArrayInputStream(bytes));
        UploadFormat format = UploadFormat.of(name, asked, in);
        assertEquals(bytes.length, in.readAllBytes().length, "the stream is still at its beginning");
        return format;
    }

    private static byte[] gzip(byte[] plain) throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
            out.write(plain);
        }
        return packed.toByteArray();
    }
}
