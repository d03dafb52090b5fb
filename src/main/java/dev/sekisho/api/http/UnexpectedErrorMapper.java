// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.api.http;

import dev.sekisho.service.Conflict;
import dev.sekisho.service.ServiceException;
import jakarta.persistence.OptimisticLockException;
import jakarta.transaction.RollbackException;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.ExceptionMapper;
import jakarta.ws.rs.ext.Provider;
import java.sql.SQLException;
import java.util.Optional;

/**
 * Answers what nobody refused: trouble with the database, a row that changed meanwhile, a bug.
 *
 * <p>What the database says stays in the log. Holds no state.
 */
@Provider
public class UnexpectedErrorMapper implements ExceptionMapper<Throwable> {
    /** What PostgreSQL says of a write to a view that is only read: object_not_in_prerequisite_state. */
    private static final String READ_ONLY_VIEW = "55000";

    @Override
    public Response toResponse(Throwable trouble) {
        return answer(trouble);
    }

    static Response answer(Throwable trouble) {
        Optional<ProblemException> refused = Conflict.cause(trouble, ProblemException.class);
        if (refused.isPresent()) {
            return refused.get().problem().response();
        }
        Optional<ServiceException> byService = Conflict.cause(trouble, ServiceException.class);
        if (byService.isPresent()) {
            return Problem.of(byService.get()).response();
        }
        if (Conflict.cause(trouble, OptimisticLockException.class).isPresent()) {
            return conflict();
        }
        Optional<SQLException> database = Conflict.cause(trouble, SQLException.class);
        // Class 23, integrity constraint violation; class 40, transaction rollback (SQL:2016, table 38)
        String state = database.map(SQLException::getSQLState).orElse("");
        if (state.startsWith("23") || state.startsWith("40")) {
            return conflict();
        }
        if (state.equals(READ_ONLY_VIEW)) {
            return Problem.of(
                            409,
                            "This entry stands in another system's tables, which Sekisho only reads; nothing was changed."
                                    + " Change it there.")
                    .response();
        }
        // A transaction whose time limit has passed is rolled back without a word of the database.
        if (database.isPresent()
                || Conflict.cause(trouble, RollbackException.class).isPresent()) {
            ApiMessages.databaseTrouble(trouble);
            return Problem.of(503, "The database does not answer as it should; nothing was changed. Try again later.")
                    .response();
        }
        ApiMessages.requestFailed(trouble);
        return Problem.of(500, "Sekisho failed at this request; nothing was changed. Its log says more.")
                .response();
    }

    private static Response conflict() {
        return Problem.of(
                        409,
                        "Another request changed the same entries at the same time; nothing was changed. Try again.")
                .response();
    }
}
