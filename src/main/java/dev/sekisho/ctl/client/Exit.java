// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.ctl.client;

/** The exit codes, as Nagios plug-ins have them. Holds no state. */
public final class Exit {
    /** Done, or the answer is yes. */
    public static final int OK = 0;

    /** The answer is no: refused, not found, full, a warning. */
    public static final int NO = 1;

    /** Sekisho is away, fails, or something serious was found. */
    public static final int CRITICAL = 2;

    /** The question could not be put: wrong usage, credentials or files. */
    public static final int UNKNOWN = 3;

    private Exit() {}
}
