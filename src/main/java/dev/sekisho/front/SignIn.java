// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.front;

import com.google.errorprone.annotations.ThreadSafe;
import dev.sekisho.signin.SignInLoginModule;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/** Verifies passwords of staff: it counts the attempt, then queries the server's registry. */
@ThreadSafe
@ApplicationScoped
public class SignIn {
    @Inject
    private SignInLimiter limiter;

    /** The result of an attempt. */
    public enum Outcome {
        /** The request has its user. */
        IN,
        /** The password is wrong, the user is unknown or has no access. The client does not learn which. */
        REFUSED,
        /** The client has made too many wrong attempts. This one was not verified. */
        WAIT
    }

    /**
     * Signs a user in.
     *
     * @param mayEnter called with the user signed in: whether the user has access at all
     */
    public Outcome attempt(HttpServletRequest request, String user, String password, BooleanSupplier mayEnter) {
        Optional<SignInLimiter.Attempt> begun = limiter.begin(request.getRemoteAddr(), user);
        if (begun.isEmpty()) {
            return Outcome.WAIT;
        }
        boolean right = false;
        request.setAttribute(SignInLoginModule.EXPECTED, true);
        try {
            request.login(user, password);
            right = mayEnter.getAsBoolean();
            if (!right) {
                request.logout();
            }
        } catch (ServletException e) {
            right = false;
        } finally {
            request.removeAttribute(SignInLoginModule.EXPECTED);
            begun.get().end(right);
        }
        return right ? Outcome.IN : Outcome.REFUSED;
    }
}
