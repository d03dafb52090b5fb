// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.ctl.client;

/** The exit codes, as in Nagios plug-ins. */
public final class Exit {
    /** Success, or the answer is yes. */
    public static final int OK = 0;

    /** The answer is no: refused, not found, full, a warning. */
    public static final int NO = 1;

    /** Sekisho is down or fails, or the doctor found an error. */
    public static final int CRITICAL = 2;

    /** The request could not be sent: wrong usage, credentials or files. */
    public static final int UNKNOWN = 3;

    private Exit() {}
}
