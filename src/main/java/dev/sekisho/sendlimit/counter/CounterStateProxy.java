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
 * The serialized form of a {@link CounterState} between nodes: the windows as text, as in the database, the rest as
 * numbers.
 *
 * <p>Its first byte is the version of the form. A node does not read another version: {@link InvalidObjectException}
 * names both, and the request is answered as while the cluster is unreachable.
 *
 * <p>It is several times smaller than Java's default form, and it is sent with each count. Input from another node is
 * bounded as a state is. Confined to the thread that reads or writes it.
 */
public final class CounterStateProxy implements Externalizable {
    private static final long serialVersionUID = 1;

    /** Raise it with each change of what follows it, {@link Reservation#write} included. */
    static final int VERSION = 1;

    /** A thousand domains in each window are 20 kB. */
    static final int MOST_BYTES = 1_000_000;

    private CounterState state = CounterState.NONE;

    /** For deserialization. */
    public CounterStateProxy() {}

    CounterStateProxy(CounterState state) {
        this.state = state;
    }

    @Override
    public void writeExternal(ObjectOutput out) throws IOException {
        out.writeByte(VERSION);
        out.writeLong(state.revision);
        byte[] windows = state.text().getBytes(StandardCharsets.US_ASCII);
        out.writeInt(windows.length);
        out.write(windows);
        out.writeShort(state.reservations.length);
        for (Reservation each : state.reservations) {
            each.write(out);
        }
        out.writeByte(state.messages.size());
        for (int i = 0; i < state.messages.size(); i++) {
            out.writeLong(state.messages.message(i));
            out.writeLong(state.messages.seconds(i));
        }
        Refusal refusal = state.refusal;
        out.writeBoolean(refusal != null);
        if (refusal != null) {
            out.writeLong(refusal.transaction());
            out.writeLong(refusal.recipient());
        }
    }

    @Override
    public void readExternal(ObjectInput in) throws IOException {
        int version = in.readByte();
        if (version != VERSION) {
            throw new InvalidObjectException("A counter of another node has format " + version
                    + ", and this node reads " + VERSION + ": all nodes need the same version of Sekisho");
        }
        long revision = in.readLong();
        byte[] text = new byte[bounded(in.readInt(), MOST_BYTES)];
        in.readFully(text);
        Reservation[] reservations = new Reservation[bounded(in.readShort(), CounterState.MAX_RESERVATIONS)];
        for (int i = 0; i < reservations.length; i++) {
            reservations[i] = Reservation.read(in);
        }
        long[] messages = new long[bounded(in.readByte(), CountedMessages.MAX)];
        long[] seconds = new long[messages.length];
        for (int i = 0; i < messages.length; i++) {
            messages[i] = in.readLong();
            seconds[i] = in.readLong();
        }
        Refusal refusal = in.readBoolean() ? new Refusal(in.readLong(), in.readLong()) : null;
        try {
            Window[] windows = CounterState.parseWindows(new String(text, StandardCharsets.US_ASCII));
            state = new CounterState(revision, windows, reservations, new CountedMessages(messages, seconds), refusal);
        } catch (IllegalArgumentException e) {
            throw new IOException("unreadable windows of a counter", e);
        }
    }

    static int bounded(int length, int most) throws InvalidObjectException {
        if (length < 0 || length > most) {
            throw new InvalidObjectException(length + " exceeds the bound of a counter");
        }
        return length;
    }

    private Object readResolve() {
        return state;
    }
}
