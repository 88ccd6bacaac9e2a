package io.promopool.upload;

import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import org.apache.commons.compress.compressors.gzip.GzipCompressorInputStream;

/**
 * Unpacks gzip of any number of members. All bytes must belong to a member, and each member must be whole: the JDK's
 * GZIPInputStream takes a damaged header, or any other bytes behind a member, for the end of the file. Rows would be
 * missing silently.
 *
 * <p>What was unpacked before the damage is returned before the failure is thrown.
 */
final class GzipInput extends InputStream {
    /**
     * How many packed bytes may yield nothing: empty members, and the file names and comments in headers, which the
     * library collects in memory.
     */
    private static final int MAX_BYTES_WITHOUT_CONTENT = 1_048_576;

    private final Packed packed;
    private final GzipCompressorInputStream members;
    private IOException failure;

    /**
     * Reads the header of the first member.
     *
     * @throws BadBodyException if there is none
     */
    GzipInput(InputStream in) throws IOException {
        packed = new Packed(in);
        try {
            members = GzipCompressorInputStream.builder()
                    .setInputStream(packed)
                    .setDecompressConcatenated(true)
                    .get();
        } catch (BadBodyException | EOFException e) {
            throw e;
        } catch (IOException e) {
            // The library does not say that the two bytes that mark gzip are missing because nothing was sent.
            throw packed.count < 2
                    ? new EOFException()
                    : BadBodyException.malformed("the body is not valid gzip, although its Content-Encoding is gzip");
        }
    }

    @Override
    public int read() throws IOException {
        byte[] next = new byte[1];
        return read(next, 0, 1) < 0 ? -1 : next[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        if (failure != null) {
            throw failure;
        }
        long before = members.getBytesRead();
        packed.allow(length + MAX_BYTES_WITHOUT_CONTENT);
        try {
            return members.read(target, offset, length);
        } catch (IOException e) {
            failure = describe(e);
            int unpacked = (int) (members.getBytesRead() - before);
            if (unpacked == 0) {
                throw failure;
            }
            return unpacked;
        }
    }

    @Override
    public void close() throws IOException {
        members.close();
    }

    private static IOException describe(IOException failure) {
        return failure instanceof BadBodyException || failure instanceof EOFException
                ? failure
                : BadBodyException.malformed("the gzip data is damaged, or is followed by other data;"
                        + " compress the file again and send it again");
    }

    /** The packed bytes, of which the caller allows some before each read. */
    private static final class Packed extends FilterInputStream {
        private long count;
        private long allowed = MAX_BYTES_WITHOUT_CONTENT;

        private Packed(InputStream in) {
            super(in);
        }

        private void allow(int bytes) {
            allowed = count + bytes;
        }

        @Override
        public int read() throws IOException {
            byte[] next = new byte[1];
            return read(next, 0, 1) < 0 ? -1 : next[0] & 0xff;
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            if (count >= allowed) {
                throw BadBodyException.malformed(MAX_BYTES_WITHOUT_CONTENT
                        + " bytes of the gzip data in a row unpack to nothing; compress the file again");
            }
            try {
                int read = super.read(target, offset, length);
                count += Math.max(0, read);
                return read;
            } catch (IOException e) {
                throw BadBodyException.of(e);
            }
        }

        /** Without marks, so that the library buffers what it reads. */
        @Override
        public boolean markSupported() {
            return false;
        }
    }
}
