// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.signin;

import com.ibm.wsspi.security.auth.callback.WSServletRequestCallback;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import javax.security.auth.Subject;
import javax.security.auth.callback.Callback;
import javax.security.auth.callback.CallbackHandler;
import javax.security.auth.callback.NameCallback;
import javax.security.auth.callback.PasswordCallback;
import javax.security.auth.callback.UnsupportedCallbackException;
import javax.security.auth.login.FailedLoginException;
import javax.security.auth.login.LoginException;
import javax.security.auth.spi.LoginModule;
import org.jspecify.annotations.Nullable;

/**
 * Lets a password reach the registry only if the API or the console requested that, or at the paths that the operator
 * permits. It ignores cookies, tokens and certificates.
 *
 * <p>Option {@code permitted}: prefixes of paths with their own sign-in, separated by blanks, such as
 * {@code /adminCenter}. The server creates an instance for each login; it is confined to its thread.
 */
public final class SignInLoginModule implements LoginModule {
    /** The attribute of a request that is true while {@code SignIn} queries the registry. No client can set it. */
    public static final String EXPECTED = "dev.sekisho.signin.expected";

    private @Nullable CallbackHandler handler;
    private List<String> permitted = List.of();
    private String path = "";
    private String user = "";
    private String client = "";

    @Override
    public void initialize(
            Subject subject, CallbackHandler callbackHandler, Map<String, ?> sharedState, Map<String, ?> options) {
        handler = callbackHandler;
        Object paths = options.get("permitted");
        permitted = paths == null
                ? List.of()
                : Arrays.stream(paths.toString().trim().split("[ ,]+"))
                        .filter(each -> !each.isEmpty())
                        .toList();
    }

    /** Returns false for a login that it does not reject: the next module decides. */
    @Override
    public boolean login() throws LoginException {
        NameCallback name = new NameCallback("user");
        PasswordCallback password = new PasswordCallback("password", false);
        WSServletRequestCallback web = new WSServletRequestCallback("request");
        handle(name, password, web);
        if (name.getName() == null || password.getPassword() == null) {
            return false;
        }
        password.clearPassword();
        HttpServletRequest request = web.getHttpServletRequest();
        if (request != null && Boolean.TRUE.equals(request.getAttribute(EXPECTED))) {
            return false;
        }
        user = name.getName();
        client = request == null ? "" : request.getRemoteAddr();
        path = request == null ? "" : request.getRequestURI();
        if (request != null && isPermitted()) {
            return false;
        }
        SigninMessages.rejected(user, path, client);
        throw new FailedLoginException("no password is accepted here");
    }

    private void handle(Callback... callbacks) throws LoginException {
        if (handler == null) {
            throw new LoginException("no callback handler");
        }
        try {
            handler.handle(callbacks);
        } catch (IOException | UnsupportedCallbackException e) {
            LoginException failure = new LoginException("cannot read the user of the login");
            failure.initCause(e);
            throw failure;
        }
    }

    private boolean isPermitted() {
        return permitted.stream().anyMatch(each -> path.equals(each) || path.startsWith(each + "/"));
    }

    @Override
    public boolean commit() {
        return true;
    }

    /** The login failed: at a permitted path that was a wrong password. */
    @Override
    public boolean abort() {
        if (isPermitted()) {
            SigninMessages.rejected(user, path, client);
        }
        return true;
    }

    @Override
    public boolean logout() {
        return true;
    }
}
