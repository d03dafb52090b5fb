// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.api.http;

import dev.sekisho.audit.AuditEntry;
import dev.sekisho.audit.AuditTrail;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.core.HttpHeaders;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.security.Principal;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What every change has in common: it may depend on the entry being as the caller saw it, and it leaves an entry in the
 * audit trail.
 *
 * <p>To be called in the request's transaction. Safe for use by many threads.
 */
@ApplicationScoped
public class ChangeLog {
    /** Header in which a caller says why; percent-encoded UTF-8 for what is not ASCII. */
    public static final String REASON = "X-Reason";

    private static final int MAX_REASON = 500;

    @Inject
    private HttpServletRequest request;

    @Inject
    private AuditTrail trail;

    /**
     * Refuses the change if {@code If-Match} or {@code If-None-Match} want another entry than there is.
     *
     * @param before the entry as the API shows it; null if there is none
     * @throws ProblemException 412
     */
    public void expect(@Nullable Object before) {
        @Nullable String match = request.getHeader(HttpHeaders.IF_MATCH);
        if (match != null && (before == null || !names(match, before))) {
            throw ProblemException.preconditionFailed(
                    "The entry is not as If-Match says: somebody changed it since. Get it again.");
        }
        @Nullable String none = request.getHeader(HttpHeaders.IF_NONE_MATCH);
        if (none != null && before != null && names(none, before)) {
            throw ProblemException.preconditionFailed("The entry is there already.");
        }
    }

    /**
     * As {@link #expect(Object)}, and refuses the change if the body has the version of another entry than there is.
     *
     * @throws ProblemException 412
     */
    public void expect(@Nullable Object before, Optional<String> version) {
        expect(before);
        if (version.isPresent() && (before == null || !Etags.of(before).equals(version.get()))) {
            throw ProblemException.preconditionFailed(
                    "The entry is not as its version says: somebody changed it since. Get it again.");
        }
    }

    private static boolean names(String header, Object body) {
        String tag = '"' + Etags.of(body) + '"';
        return Arrays.stream(header.split(","))
                .map(String::strip)
                .anyMatch(each -> each.equals("*") || each.equals(tag));
    }

    /** Writes a change down, unless nothing was changed. */
    public void record(String kind, String key, @Nullable Object before, @Nullable Object after) {
        record(kind, key, before, after, "");
    }

    /**
     * Writes a change down, unless nothing was changed.
     *
     * @param secrets names of the secrets that were changed besides, with blanks between
     */
    public void record(String kind, String key, @Nullable Object before, @Nullable Object after, String secrets) {
        Optional<String> was = Optional.ofNullable(before).map(Etags::json);
        Optional<String> is = Optional.ofNullable(after).map(Etags::json);
        if (was.equals(is) && secrets.isEmpty() && after != null) {
            return;
        }
        Principal user = request.getUserPrincipal();
        trail.add(
                new AuditEntry.Who(
                        user == null ? "-" : user.getName(), Optional.ofNullable(request.getRemoteAddr()), reason()),
                new AuditEntry.What(kind, key, was, is, Optional.of(secrets).filter(names -> !names.isEmpty())));
    }

    private static String decoded(String header) {
        try {
            return URLDecoder.decode(header.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return header;
        }
    }

    private Optional<String> reason() {
        // What the console was told comes as an attribute, which no client can send.
        return Optional.ofNullable((String) request.getAttribute(REASON))
                .or(() -> Optional.ofNullable(request.getHeader(REASON)).map(ChangeLog::decoded))
                .map(text -> {
                    if (text.length() > MAX_REASON || text.chars().anyMatch(Character::isISOControl)) {
                        throw ProblemException.badRequest("The header " + REASON + " must have at most " + MAX_REASON
                                + " characters and none that controls.");
                    }
                    return text;
                });
    }
}
