// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.ctl;

/** The exit codes, as Nagios plug-ins have them. Holds no state. */
final class Exit {
    /** Done, or the answer is yes. */
    static final int OK = 0;

    /** The answer is no: refused, not found, full, a warning. */
    static final int NO = 1;

    /** The gate is away, fails, or something serious was found. */
    static final int CRITICAL = 2;

    /** The question could not be put: wrong usage, credentials or files. */
    static final int UNKNOWN = 3;

    private Exit() {}
}
