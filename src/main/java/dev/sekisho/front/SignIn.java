// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.front;

import com.google.errorprone.annotations.ThreadSafe;
import dev.sekisho.signin.AskedLogin;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/** The one place where a password of staff is tried: counted before the registry is asked. */
@ThreadSafe
@ApplicationScoped
public class SignIn {
    @Inject
    private SignInLimiter tries;

    /** What became of a try. */
    public enum Outcome {
        /** The request has its user now. */
        IN,
        /** The password is wrong, the user unknown, or one who may not enter: nobody is told which. */
        REFUSED,
        /** Too many wrong ones came from there: this one was not looked at. */
        WAIT
    }

    /**
     * Tries a user's password.
     *
     * @param mayEnter asked with the user signed in: whether this user may be here at all
     */
    public Outcome attempt(HttpServletRequest request, String user, String password, BooleanSupplier mayEnter) {
        Optional<SignInLimiter.Try> begun = tries.begin(request.getRemoteAddr(), user);
        if (begun.isEmpty()) {
            return Outcome.WAIT;
        }
        boolean right = false;
        request.setAttribute(AskedLogin.ASKED, true);
        try {
            request.login(user, password);
            right = mayEnter.getAsBoolean();
            if (!right) {
                request.logout();
            }
        } catch (ServletException e) {
            right = false;
        } finally {
            request.removeAttribute(AskedLogin.ASKED);
            begun.get().end(right);
        }
        return right ? Outcome.IN : Outcome.REFUSED;
    }
}
