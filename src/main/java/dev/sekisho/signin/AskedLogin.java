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
 * Lets a user name and a password reach the registry only if the API or the console asked for that, or under the paths
 * that the operator permits. Cookies, tokens and certificates are none of its business.
 *
 * <p>Option {@code permitted}: paths that begin with one of these, separated by blanks, ask for passwords in their own
 * way, such as {@code /adminCenter}. Made by the server for each login, with a constructor without parameters; confined
 * to its thread.
 */
public final class AskedLogin implements LoginModule {
    /** The attribute of a request, true while its own code asks the registry: no client can set it. */
    public static final String ASKED = "dev.sekisho.signin.asked";

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

    /** False: what this module has nothing against is for those after it to judge. */
    @Override
    public boolean login() throws LoginException {
        NameCallback name = new NameCallback("user");
        PasswordCallback password = new PasswordCallback("password", false);
        WSServletRequestCallback web = new WSServletRequestCallback("request");
        ask(name, password, web);
        if (name.getName() == null || password.getPassword() == null) {
            return false;
        }
        password.clearPassword();
        HttpServletRequest request = web.getHttpServletRequest();
        if (request != null && Boolean.TRUE.equals(request.getAttribute(ASKED))) {
            return false;
        }
        user = name.getName();
        client = request == null ? "" : request.getRemoteAddr();
        path = request == null ? "" : request.getRequestURI();
        if (request != null && isPermitted()) {
            return false;
        }
        SigninMessages.refused(user, path, client);
        throw new FailedLoginException("a password is not asked for here");
    }

    private void ask(Callback... callbacks) throws LoginException {
        if (handler == null) {
            throw new LoginException("no callback handler");
        }
        try {
            handler.handle(callbacks);
        } catch (IOException | UnsupportedCallbackException e) {
            LoginException trouble = new LoginException("the login's user cannot be asked for");
            trouble.initCause(e);
            throw trouble;
        }
    }

    private boolean isPermitted() {
        return permitted.stream().anyMatch(each -> path.equals(each) || path.startsWith(each + "/"));
    }

    @Override
    public boolean commit() {
        return true;
    }

    /** The login failed as a whole: a guess at a permitted path, if this module had let it pass. */
    @Override
    public boolean abort() {
        if (isPermitted()) {
            SigninMessages.refused(user, path, client);
        }
        return true;
    }

    @Override
    public boolean logout() {
        return true;
    }
}
