// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.console;

import dev.sekisho.api.http.FieldError;
import dev.sekisho.api.http.Problem;
import dev.sekisho.api.http.ProblemException;
import jakarta.enterprise.context.RequestScoped;
import jakarta.faces.application.FacesMessage;
import jakarta.faces.context.ExternalContext;
import jakarta.faces.context.FacesContext;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.MissingResourceException;
import java.util.ResourceBundle;
import java.util.stream.Collectors;

/**
 * What a page tells its user, in the browser's language, and how a change ends: well, with the page anew, or with the API's
 * problem in words.
 *
 * <p>One for each request; confined to its thread.
 */
@Named("told")
@RequestScoped
public class FlashMessages {
    private static final int MAX_PARAMETER = 1_000;

    @Inject
    private FacesContext faces;

    @Inject
    private ExternalContext external;

    /** A change that may be refused, or a look-up that may find nothing. */
    interface Change {
        void make();
    }

    /** A parameter of the request; empty if it is absent, far too long or has control characters. */
    static String parameter(ExternalContext external, String name) {
        String value = external.getRequestParameterMap().get(name);
        return value == null || value.length() > MAX_PARAMETER || value.chars().anyMatch(Character::isISOControl)
                ? ""
                : value.strip();
    }

    /** Makes a change, and tells the problem if it is refused; true if it was made. */
    boolean tried(Change change) {
        try {
            change.make();
            return true;
        } catch (ProblemException e) {
            Problem problem = e.problem();
            List<FieldError> errors = problem.errors();
            add(
                    FacesMessage.SEVERITY_ERROR,
                    errors == null
                            ? problem.detail()
                            : errors.stream()
                                    .map(each -> each.field() + " " + each.message())
                                    .collect(Collectors.joining("; ")));
            return false;
        }
    }

    /**
     * Does what the whole page depends on, before any of it is rendered: where the API would answer with a problem, that is the
     * answer, with its status.
     */
    void expect(Change lookUp) {
        try {
            lookUp.make();
        } catch (ProblemException e) {
            try {
                ConsoleFilter.answer(
                        (HttpServletResponse) external.getResponse(),
                        e.problem().status(),
                        e.problem().detail());
            } catch (IOException broken) {
                throw new UncheckedIOException(broken);
            }
            faces.responseComplete();
        }
    }

    /** Makes a change; then the page is got anew, so that reloading it repeats nothing. */
    void changed(Change change, String page, String key, String value, String done) {
        if (!tried(change)) {
            return;
        }
        try {
            external.redirect("/console/" + page + ".xhtml?" + key + "="
                    + URLEncoder.encode(value, StandardCharsets.UTF_8) + "&done=" + done);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void error(String word) {
        add(FacesMessage.SEVERITY_ERROR, word(word));
    }

    /** What was just done, by the request that follows; empty if nothing was. */
    public String getDone() {
        String done = parameter(external, "done");
        return done.isEmpty() || faces.isPostback() ? "" : word("done." + done);
    }

    /** A word in the browser's language; empty if there is none such. */
    public String word(String key) {
        ResourceBundle words = faces.getApplication().getResourceBundle(faces, "m");
        try {
            return words.getString(key);
        } catch (MissingResourceException e) {
            return "";
        }
    }

    private void add(FacesMessage.Severity severity, String text) {
        faces.addMessage(null, new FacesMessage(severity, text, null));
    }
}
