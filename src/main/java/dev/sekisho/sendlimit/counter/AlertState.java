// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.sendlimit.counter;

import com.google.errorprone.annotations.Immutable;
import java.io.Serializable;

/** The alerts of a limit and until when each is not raised again, in minutes since the epoch. */
@Immutable
record AlertState(int near, int refused, int sendBlocked) implements Serializable {
    static final AlertState NONE = new AlertState(0, 0, 0);

    private static final int MINUTE = 60;

    boolean has(LimitEvent.Kind kind, long nowSeconds) {
        int until =
                switch (kind) {
                    case NEAR -> near;
                    case REFUSED -> refused;
                    case SEND_BLOCKED -> sendBlocked;
                };
        return nowSeconds / MINUTE < until;
    }

    AlertState with(LimitEvent.Kind kind, long untilSeconds) {
        int until = (int) (untilSeconds / MINUTE);
        return switch (kind) {
            case NEAR -> new AlertState(until, refused, sendBlocked);
            case REFUSED -> new AlertState(near, until, sendBlocked);
            case SEND_BLOCKED -> new AlertState(near, refused, until);
        };
    }

    /** Each until {@code untilSeconds} at the latest. */
    AlertState upTo(long untilSeconds) {
        int until = (int) (untilSeconds / MINUTE);
        return near <= until && refused <= until && sendBlocked <= until
                ? this
                : new AlertState(Math.min(near, until), Math.min(refused, until), Math.min(sendBlocked, until));
    }

    /** The alerts that either has raised. */
    AlertState merge(AlertState other) {
        return new AlertState(
                Math.max(near, other.near), Math.max(refused, other.refused), Math.max(sendBlocked, other.sendBlocked));
    }

    /** {@code near.refused.send-blocked}; empty if none was raised. */
    String text() {
        return equals(NONE) ? "" : near + "." + refused + "." + sendBlocked;
    }

    /** Reads what {@link #text} wrote; throws {@link IllegalArgumentException} for any other text. */
    static AlertState parse(String text) {
        String[] parts = text.split("\\.", -1);
        if (parts.length != 3) {
            throw new IllegalArgumentException("not the alerts of a window");
        }
        return new AlertState(Integer.parseInt(parts[0]), Integer.parseInt(parts[1]), Integer.parseInt(parts[2]));
    }
}
