// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.ctl.client;

import com.google.errorprone.annotations.ThreadSafe;
import java.net.HttpURLConnection;
import org.jspecify.annotations.Nullable;

/** Ends the program with a message on standard error and an exit code. */
@ThreadSafe
public final class CtlException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final int exitCode;
    private final int status;

    public CtlException(int exitCode, String message) {
        this(exitCode, message, null);
    }

    public CtlException(int exitCode, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.exitCode = exitCode;
        this.status = 0;
    }

    /** An error from an HTTP answer with this status. */
    public CtlException(int exitCode, String message, int status) {
        super(message);
        this.exitCode = exitCode;
        this.status = status;
    }

    /** Whether the entry has changed since it was read, or exists already. */
    public boolean isPreconditionFailed() {
        return status == HttpURLConnection.HTTP_PRECON_FAILED;
    }

    public int exitCode() {
        return exitCode;
    }
}
