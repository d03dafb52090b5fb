// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.console;

import dev.sekisho.service.access.Access;
import dev.sekisho.service.access.Actor;
import jakarta.enterprise.context.RequestScoped;
import jakarta.faces.context.ExternalContext;
import jakarta.faces.context.FacesContext;
import jakarta.inject.Inject;
import jakarta.inject.Named;

/** The user of the request: name, and permissions for actions on pages. */
@Named("viewer")
@RequestScoped
public class CurrentUser {
    @Inject
    private ExternalContext external;

    @Inject
    private FacesContext faces;

    @Inject
    private Actor actor;

    public String getName() {
        String name = external.getRemoteUser();
        return name == null ? "" : name;
    }

    /** Whether the user may change states and counters. */
    public boolean isSupport() {
        return actor.may(Access.SUPPORT);
    }

    /** Whether the user sees the whole node, not only single domains. */
    public boolean isEverywhere() {
        return actor.may(Access.SEE_ALL);
    }

    /** Whether the user may change everything. */
    public boolean isAdmin() {
        return actor.may(Access.ADMINISTER);
    }

    /** The language of the page, for HTML's {@code lang}. */
    public String getLanguage() {
        return faces.getViewRoot().getLocale().getLanguage();
    }

    /** The value of {@code aria-current} for the link to {@code page}. */
    public String current(String page) {
        return faces.getViewRoot().getViewId().equals("/console/" + page + ".xhtml") ? "page" : "false";
    }
}
