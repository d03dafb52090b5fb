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

/** Signing in, by the server's own registry, and out. */
@Named("login")
@RequestScoped
public class LoginPage {
    /** Longer ones are nobody's; the registry need not see them. */
    private static final int MAX_CHARACTERS = 256;

    @Inject
    private ExternalContext external;

    @Inject
    private Actor actor;

    @Inject
    private SignIn signIn;

    @Inject
    private FlashMessages told;

    private String user = "";
    private String password = "";
    private String next = "";

    @PostConstruct
    void read() {
        next = FlashMessages.parameter(external, "next");
    }

    /** Signs in and goes to the page that was wanted; what is wrong is told without saying which of the two it was. */
    public void submit() throws IOException {
        HttpServletRequest request = (HttpServletRequest) external.getRequest();
        String client = request.getRemoteAddr();
        SignIn.Outcome outcome = attempt(request);
        if (outcome != SignIn.Outcome.IN) {
            // Of a right password without a role the container has set cookies: nothing tells it from a wrong one.
            external.responseReset();
            ConsoleFilter.head(request, (HttpServletResponse) external.getResponse());
        }
        switch (outcome) {
            case IN -> enter(request, client);
            case WAIT -> told.error("login.wait");
            case REFUSED -> {
                ConsoleMessages.refused(user, client);
                told.error("login.wrong");
            }
        }
    }

    private void enter(HttpServletRequest request, String client) throws IOException {
        // Another id than before: who knew that one knows nothing.
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
            // Another user's session is nobody else's.
            external.invalidateSession();
        }
        return signIn.attempt(request, user.strip(), password, () -> actor.may(Access.SEE));
    }

    /** Only a page of the console: a link from elsewhere must not lead elsewhere. */
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

    /** Never written back into the page. */
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
