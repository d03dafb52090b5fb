// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.api.http;

import java.util.List;

/**
 * Ends a request, and with it its transaction, with a {@link Problem}.
 *
 * <p>Immutable and safe for use by many threads.
 */
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

    public static ProblemException badRequest(String detail) {
        return new ProblemException(Problem.of(400, detail));
    }

    public static ProblemException wrongField(String field, String message) {
        return wrongFields(List.of(new FieldError(field, message)));
    }

    public static ProblemException wrongFields(List<FieldError> errors) {
        return new ProblemException(Problem.ofErrors(List.copyOf(errors)));
    }

    public static ProblemException forbidden(String detail) {
        return new ProblemException(Problem.of(403, detail));
    }

    public static ProblemException notFound(String what, String key) {
        // A whole domain as an address is @example.org; as a domain it has no @.
        String shown = what.equals("domain") && key.startsWith("@") ? key.substring(1) : key;
        return new ProblemException(Problem.of(404, "There is no " + what + " \"" + shown + "\"."));
    }

    public static ProblemException conflict(String detail) {
        return new ProblemException(Problem.of(409, detail));
    }

    static ProblemException preconditionFailed(String detail) {
        return new ProblemException(Problem.of(412, detail));
    }

    public static ProblemException tooMany(String detail) {
        return new ProblemException(Problem.of(503, detail));
    }

    /** The database has the change, and memory does not. */
    static ProblemException halfDone() {
        return new ProblemException(Problem.of(
                500,
                "The change and its audit entry are in the database, but counters, blocks or other state in memory did not"
                        + " follow. Repeat the request; the log says more."));
    }

    public static ProblemException tooLarge(int maxBytes) {
        return new ProblemException(Problem.of(413, "The body is larger than " + maxBytes + " bytes."));
    }
}
