// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.api.http;

import com.google.errorprone.annotations.ThreadSafe;

/** Ends a request before a service is called, with a {@link Problem}. */
@ThreadSafe
public final class ProblemException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final transient Problem problem;

    private ProblemException(Problem problem) {
        super(problem.detail());
        this.problem = problem;
    }

    /** Why, as the API says it. */
    public Problem problem() {
        return problem;
    }

    public static ProblemException tooLarge(int maxBytes) {
        return new ProblemException(Problem.of(413, "The body is larger than " + maxBytes + " bytes."));
    }
}
