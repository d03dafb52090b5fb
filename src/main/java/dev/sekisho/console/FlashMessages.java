// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.console;

import dev.sekisho.service.InvalidFields;
import dev.sekisho.service.ServiceException;
import dev.sekisho.service.access.Actor;
import dev.sekisho.service.list.Page;
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
import java.util.MissingResourceException;
import java.util.ResourceBundle;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Messages of a page in the browser's language, and the result of a change: the page is reloaded, or shows the error.
 */
@Named("messages")
@RequestScoped
public class FlashMessages {
    private static final int MAX_PARAMETER = 1_000;

    /** Rows of a page. */
    private static final int PAGE = 50;

    @Inject
    private FacesContext faces;

    @Inject
    private ExternalContext external;

    @Inject
    private Actor actor;

    /** A change or query, which a service may reject. */
    interface Change {
        void make();
    }

    /** A request parameter; empty if it is absent, too long or contains control characters. */
    static String parameter(ExternalContext external, String name) {
        String value = external.getRequestParameterMap().get(name);
        return value == null || value.length() > MAX_PARAMETER || value.chars().anyMatch(Character::isISOControl)
                ? ""
                : value.strip();
    }

    /**
     * Makes a change or query; shows the error and returns false if it is rejected.
     *
     * @param reason reason for the audit trail; a blank one is ignored
     */
    boolean tried(String reason, Change change) {
        if (!reason.isBlank()) {
            actor.explain(reason.strip());
        }
        return tried(change);
    }

    boolean tried(Change change) {
        try {
            change.make();
            return true;
        } catch (ServiceException e) {
            add(FacesMessage.SEVERITY_ERROR, text(e));
            return false;
        }
    }

    private static String text(ServiceException refused) {
        return refused instanceof InvalidFields wrong
                ? wrong.errors().stream()
                        .map(each -> each.field() + " " + each.message())
                        .collect(Collectors.joining("; "))
                : String.valueOf(refused.getMessage());
    }

    /**
     * Makes a query that the whole page depends on, before rendering. If a service rejects it, the response is its
     * message, with a status.
     */
    void expect(Change query) {
        try {
            query.make();
        } catch (ServiceException e) {
            try {
                ConsoleFilter.answer(
                        (HttpServletResponse) external.getResponse(),
                        ConsoleFilter.status(e),
                        String.valueOf(e.getMessage()));
            } catch (IOException broken) {
                throw new UncheckedIOException(broken);
            }
            faces.responseComplete();
        }
    }

    /** Makes a change and redirects to the page, so that a reload does not repeat the change. */
    void changed(String reason, Change change, String page, String key, String value, String done) {
        if (!tried(reason, change)) {
            return;
        }
        try {
            external.redirect("/console/" + page + ".xhtml?" + key + "="
                    + URLEncoder.encode(value, StandardCharsets.UTF_8) + "&done=" + done);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A text of a form or URL; null for a blank one. */
    static @Nullable String given(String text) {
        return text.isBlank() ? null : text.strip();
    }

    /** The range of a page: 50 entries. */
    static Page.Range page(String after) {
        return new Page.Range(after, PAGE);
    }

    void error(String word) {
        add(FacesMessage.SEVERITY_ERROR, word(word));
    }

    /** The message of the change before the redirect; empty for none. */
    public String getDone() {
        String done = parameter(external, "done");
        return done.isEmpty() || faces.isPostback() ? "" : word("done." + done);
    }

    /** A text in the browser's language; empty if the key does not exist. */
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
