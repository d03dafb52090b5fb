// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.console;

import dev.sekisho.front.SignIn;
import dev.sekisho.service.access.Access;
import dev.sekisho.service.access.Actor;
import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.RequestScoped;
import jakarta.faces.context.ExternalContext;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/** Sign-in by the server's registry, and sign-out. */
@Named("login")
@RequestScoped
public class LoginPage {
    /** Maximum length of user and password; longer ones are rejected without the registry. */
    private static final int MAX_CHARACTERS = 256;

    @Inject
    private ExternalContext external;

    @Inject
    private Actor actor;

    @Inject
    private SignIn signIn;

    @Inject
    private FlashMessages messages;

    private String user = "";
    private String password = "";
    private String next = "";

    @PostConstruct
    void read() {
        next = FlashMessages.parameter(external, "next");
    }

    /** Signs in and redirects to the requested page. The error does not say whether user or password is wrong. */
    public void submit() throws IOException {
        HttpServletRequest request = (HttpServletRequest) external.getRequest();
        String client = request.getRemoteAddr();
        SignIn.Outcome outcome = attempt(request);
        if (outcome != SignIn.Outcome.IN) {
            // For a right password without a role the container has set cookies, which would reveal that it is right.
            external.responseReset();
            ConsoleFilter.head(request, (HttpServletResponse) external.getResponse());
        }
        switch (outcome) {
            case IN -> enter(request, client);
            case WAIT -> messages.error("login.wait");
            case REFUSED -> {
                ConsoleMessages.refused(user, client);
                messages.error("login.wrong");
            }
        }
    }

    private void enter(HttpServletRequest request, String client) throws IOException {
        // A new session ID prevents session fixation.
        request.getSession(true);
        request.changeSessionId();
        request.getSession().setAttribute(ConsoleFilter.SIGNED_IN, request.getRemoteUser());
        ConsoleMessages.signedIn(user, client);
        external.redirect(isPage(next) ? next : ConsoleFilter.HOME);
    }

    private SignIn.Outcome attempt(HttpServletRequest request) {
        if (user.isBlank() || password.isEmpty() || Math.max(user.length(), password.length()) > MAX_CHARACTERS) {
            return SignIn.Outcome.REFUSED;
        }
        if (request.getSession(false) != null) {
            // The session may belong to another user.
            external.invalidateSession();
        }
        return signIn.attempt(request, user.strip(), password, () -> actor.may(Access.SEE));
    }

    /** Accepts only pages of the console, which prevents open redirects. */
    static boolean isPage(String path) {
        return path.matches("/console/[a-z]+\\.xhtml(\\?[\\x21-\\x7e]*)?") && !path.startsWith(ConsoleFilter.LOGIN);
    }

    public void signOut() throws IOException, ServletException {
        HttpServletRequest request = (HttpServletRequest) external.getRequest();
        request.logout();
        external.invalidateSession();
        external.redirect(ConsoleFilter.LOGIN);
    }

    public String getUser() {
        return user;
    }

    public void setUser(String user) {
        this.user = user == null ? "" : user;
    }

    /** Empty: the page never contains the password. */
    public String getPassword() {
        return "";
    }

    public void setPassword(String password) {
        this.password = password == null ? "" : password;
    }

    public String getNext() {
        return next;
    }
}
