// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.console;

import dev.sekisho.service.access.Access;
import dev.sekisho.service.access.Actor;
import jakarta.enterprise.context.RequestScoped;
import jakarta.faces.context.ExternalContext;
import jakarta.faces.context.FacesContext;
import jakarta.inject.Inject;
import jakarta.inject.Named;

/** Who looks: the name, and what the pages offer. */
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

    /** May change states and counters. */
    public boolean isSupport() {
        return actor.may(Access.SUPPORT);
    }

    /** Sees the whole node, and not some domains only. */
    public boolean isEverywhere() {
        return actor.may(Access.SEE_ALL);
    }

    /** May change everything. */
    public boolean isAdmin() {
        return actor.may(Access.ADMINISTER);
    }

    /** The page's language, as HTML names it. */
    public String getLanguage() {
        return faces.getViewRoot().getLocale().getLanguage();
    }

    /** {@code page} for the link of the page that is shown, else absent. */
    public String current(String page) {
        return faces.getViewRoot().getViewId().equals("/console/" + page + ".xhtml") ? "page" : "false";
    }
}
