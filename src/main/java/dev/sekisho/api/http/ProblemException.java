// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.api.http;

import com.google.errorprone.annotations.ThreadSafe;

/** Ends a request with a {@link Problem}, before a service is called. */
@ThreadSafe
public final class ProblemException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final transient Problem problem;

    private ProblemException(Problem problem) {
        super(problem.detail());
        this.problem = problem;
    }

    public Problem problem() {
        return problem;
    }

    public static ProblemException tooLarge(int maxBytes) {
        return new ProblemException(Problem.of(413, "The body is larger than " + maxBytes + " bytes."));
    }
}
