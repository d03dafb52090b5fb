// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.sendlimit.counter;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.InflaterInputStream;

/**
 * The form of a record of the counter journal: a format byte, then compressed by DEFLATE for each counter its key, its
 * revision and its windows as {@link CounterState#text} writes them.
 */
final class JournalCodec {
    /** The present format; a later one gets another number. */
    private static final int FORMAT = 1;

    /**
     * Uncompressed bytes after which a new record begins, in bytes. H2 stores at most a mebibyte in a column of bytes;
     * one counter has at most 200,000.
     */
    private static final int FULL_BYTES = 700_000;

    private JournalCodec() {}

    /** Encodes states; more than one record if they are many. */
    static List<byte[]> encode(Map<String, CounterState> states) {
        List<byte[]> records = new ArrayList<>();
        Encoder encoder = new Encoder();
        states.forEach((key, state) -> {
            encoder.add(key, state);
            if (encoder.size() >= FULL_BYTES) {
                records.add(encoder.take());
            }
        });
        if (encoder.size() > 0) {
            records.add(encoder.take());
        }
        encoder.end();
        return records;
    }

    /**
     * Passes each counter of a record to {@code counter}.
     *
     * @throws IOException if the record is damaged or has an unknown format; some counters may have been passed
     */
    static void decode(byte[] record, Consumer<StoredCounter> counter) throws IOException {
        InputStream bytes = new ByteArrayInputStream(record);
        int format = bytes.read();
        if (format != FORMAT) {
            throw new IOException("unknown format " + format);
        }
        try (DataInputStream in = new DataInputStream(new InflaterInputStream(bytes))) {
            for (String key = in.readUTF(); !key.isEmpty(); key = in.readUTF()) {
                long revision = in.readLong();
                byte[] text = new byte[CounterStateProxy.bounded(in.readInt(), CounterStateProxy.MOST_BYTES)];
                in.readFully(text);
                counter.accept(new StoredCounter(key, new String(text, StandardCharsets.US_ASCII), revision));
            }
        }
    }

    /** Confined to one thread. */
    private static final class Encoder {
        private final Deflater deflater = new Deflater(Deflater.BEST_SPEED);
        private ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        private DataOutputStream out = begin();

        private DataOutputStream begin() {
            bytes = new ByteArrayOutputStream();
            bytes.write(FORMAT);
            deflater.reset();
            return new DataOutputStream(new DeflaterOutputStream(bytes, deflater, 8_192));
        }

        void add(String key, CounterState state) {
            try {
                out.writeUTF(key);
                out.writeLong(state.revision());
                byte[] text = state.text().getBytes(StandardCharsets.US_ASCII);
                out.writeInt(text.length);
                out.write(text);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        int size() {
            return out.size();
        }

        byte[] take() {
            try {
                // An empty key ends the record.
                out.writeUTF("");
                out.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            byte[] record = bytes.toByteArray();
            out = begin();
            return record;
        }

        void end() {
            deflater.end();
        }
    }
}
