// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.sendlimit.counter;

import dev.sekisho.sendlimit.counter.CounterState.Refusal;
import java.io.Externalizable;
import java.io.IOException;
import java.io.InvalidObjectException;
import java.io.ObjectInput;
import java.io.ObjectOutput;
import java.nio.charset.StandardCharsets;

/**
 * A {@link CounterState} as it travels between nodes: the windows as the database keeps them, the rest in plain
 * numbers.
 *
 * <p>Java's own form of all its objects would be several times as large, and travels with each count. What comes from
 * another node is bounded as a usage is.
 *
 * <p>Confined to the thread that reads or writes it.
 */
public final class CounterStateProxy implements Externalizable {
    private static final long serialVersionUID = 1;

    /** A thousand domains in each window are 20 kB. */
    private static final int MOST_BYTES = 1_000_000;

    private CounterState usage = CounterState.NONE;

    /** For whoever reads it. */
    public CounterStateProxy() {}

    CounterStateProxy(CounterState usage) {
        this.usage = usage;
    }

    @Override
    public void writeExternal(ObjectOutput out) throws IOException {
        out.writeLong(usage.revision);
        byte[] windows = usage.text().getBytes(StandardCharsets.US_ASCII);
        out.writeInt(windows.length);
        out.write(windows);
        out.writeShort(usage.reservations.length);
        for (Reservation each : usage.reservations) {
            each.write(out);
        }
        out.writeByte(usage.messages.length);
        for (int i = 0; i < usage.messages.length; i++) {
            out.writeLong(usage.messages[i]);
            out.writeLong(usage.messageSeconds[i]);
        }
        Refusal refusal = usage.refusal;
        out.writeBoolean(refusal != null);
        if (refusal != null) {
            out.writeLong(refusal.transaction());
            out.writeLong(refusal.recipient());
        }
    }

    @Override
    public void readExternal(ObjectInput in) throws IOException {
        long revision = in.readLong();
        byte[] text = new byte[bounded(in.readInt(), MOST_BYTES)];
        in.readFully(text);
        Reservation[] reservations = new Reservation[bounded(in.readShort(), CounterState.MAX_RESERVATIONS)];
        for (int i = 0; i < reservations.length; i++) {
            reservations[i] = Reservation.read(in);
        }
        long[] messages = new long[bounded(in.readByte(), CounterState.REPEATS)];
        long[] messageSeconds = new long[messages.length];
        for (int i = 0; i < messages.length; i++) {
            messages[i] = in.readLong();
            messageSeconds[i] = in.readLong();
        }
        Refusal refusal = in.readBoolean() ? new Refusal(in.readLong(), in.readLong()) : null;
        try {
            Window[] windows = CounterState.parseWindows(new String(text, StandardCharsets.US_ASCII));
            usage = new CounterState(revision, windows, reservations, messages, messageSeconds, refusal);
        } catch (IllegalArgumentException e) {
            throw new IOException("no windows of a usage", e);
        }
    }

    static int bounded(int length, int most) throws InvalidObjectException {
        if (length < 0 || length > most) {
            throw new InvalidObjectException(length + " is more than any usage has");
        }
        return length;
    }

    private Object readResolve() {
        return usage;
    }
}
