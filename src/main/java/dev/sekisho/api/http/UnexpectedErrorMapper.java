// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.api.http;

import dev.sekisho.service.ServiceException;
import dev.sekisho.service.change.Conflict;
import jakarta.persistence.OptimisticLockException;
import jakarta.transaction.RollbackException;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.ExceptionMapper;
import jakarta.ws.rs.ext.Provider;
import java.sql.SQLException;
import java.util.Optional;

/**
 * Answers all other exceptions: a failure of the database, a concurrent change, a bug. Messages of the database appear
 * in the log only.
 */
@Provider
public class UnexpectedErrorMapper implements ExceptionMapper<Throwable> {
    /** PostgreSQL, for a write to a read-only view: object_not_in_prerequisite_state. */
    private static final String READ_ONLY_VIEW = "55000";

    @Override
    public Response toResponse(Throwable failure) {
        return answer(failure);
    }

    static Response answer(Throwable failure) {
        Optional<ProblemException> refused = Conflict.cause(failure, ProblemException.class);
        if (refused.isPresent()) {
            return refused.get().problem().response();
        }
        Optional<ServiceException> byService = Conflict.cause(failure, ServiceException.class);
        if (byService.isPresent()) {
            return Problem.of(byService.get()).response();
        }
        if (Conflict.cause(failure, OptimisticLockException.class).isPresent()) {
            return conflict();
        }
        Optional<SQLException> database = Conflict.cause(failure, SQLException.class);
        // Class 23, integrity constraint violation; class 40, transaction rollback (SQL:2016, table 38)
        String state = database.map(SQLException::getSQLState).orElse("");
        if (state.startsWith("23") || state.startsWith("40")) {
            return conflict();
        }
        if (state.equals(READ_ONLY_VIEW)) {
            return Problem.of(
                            409,
                            "This entry is in the tables of another system, which Sekisho only reads; nothing"
                                    + " was changed."
                                    + " Change it there.")
                    .response();
        }
        // A transaction that exceeds its time limit is rolled back without an SQLException.
        if (database.isPresent()
                || Conflict.cause(failure, RollbackException.class).isPresent()) {
            ApiMessages.databaseFailed(failure);
            return Problem.of(503, "The database failed; nothing was changed. Try again later.")
                    .response();
        }
        ApiMessages.requestFailed(failure);
        return Problem.of(500, "Sekisho failed to process the request; nothing was changed. The log has the reason.")
                .response();
    }

    private static Response conflict() {
        return Problem.of(
                        409,
                        "Another request changed the same entries at the same time; nothing was changed. Try again.")
                .response();
    }
}
