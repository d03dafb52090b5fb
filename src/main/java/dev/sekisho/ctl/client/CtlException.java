// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.ctl.client;

import com.google.errorprone.annotations.ThreadSafe;
import java.net.HttpURLConnection;
import org.jspecify.annotations.Nullable;

/** Ends the program with a line on standard error and an exit code. */
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

    /** Of an answer with a status of HTTP. */
    public CtlException(int exitCode, String message, int status) {
        super(message);
        this.exitCode = exitCode;
        this.status = status;
    }

    /** Whether the entry was changed since it was read, or is there already. */
    public boolean isPreconditionFailed() {
        return status == HttpURLConnection.HTTP_PRECON_FAILED;
    }

    public int exitCode() {
        return exitCode;
    }
}
