// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.decision;

import com.google.errorprone.annotations.Immutable;
import com.google.errorprone.annotations.ThreadSafe;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The last good logins of each account at this node, since it started: those alike (client, protocol, method) once,
 * with their number, so that a program that logs in every minute hides no other.
 *
 * <p>In memory only: a login waits for no database. The accounts that logged in last are kept, and {@value #WAYS} ways
 * of each: at most some ten megabytes.
 */
@ThreadSafe
public final class RecentLogins {
    static final int ACCOUNTS = 10_000;
    static final int WAYS = 5;

    /** An address has 320 octets at most; whoever is called longer is not remembered. */
    private static final int LONGEST = 320;

    /**
     * Good logins that are alike.
     *
     * @param client address of the mail client
     * @param protocol in the word of nginx or Dovecot
     * @param method in the word of nginx or Dovecot; empty if it was not told
     * @param last when the last of them was
     * @param times how many there were
     */
    @Immutable
    public record Login(String client, String protocol, String method, Instant last, long times) {
        private boolean isLike(String otherClient, String otherProtocol, String otherMethod) {
            return client.equals(otherClient) && protocol.equals(otherProtocol) && method.equals(otherMethod);
        }
    }

    private final Map<String, List<Login>> known = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, List<Login>> eldest) {
            return size() > ACCOUNTS;
        }
    };

    /** Notes a decision that is a good login. */
    void note(Decision decision, long millis) {
        if (decision instanceof LoginDecision login) {
            // Mail that comes without a login is accepted, too.
            if (login.result().equals("accept") && !login.method().equals("none")) {
                note(login.key(), login.client(), login.protocol(), login.method(), millis);
            }
        } else if (decision instanceof AuthPolicyDecision login
                && login.result().equals("good")) {
            note(login.key(), login.client(), login.protocol(), login.method(), millis);
        }
    }

    private void note(String account, String client, String protocol, String method, long millis) {
        if (account.length() + client.length() + protocol.length() + method.length() > LONGEST) {
            return;
        }
        String key = account.toLowerCase(Locale.ROOT);
        Instant now = Instant.ofEpochMilli(millis);
        synchronized (known) {
            List<Login> logins = known.computeIfAbsent(key, each -> new ArrayList<>(1));
            long times = 1;
            for (int i = 0; i < logins.size(); i++) {
                if (logins.get(i).isLike(client, protocol, method)) {
                    times += logins.remove(i).times();
                    break;
                }
            }
            if (logins.size() == WAYS) {
                logins.remove(WAYS - 1);
            }
            logins.add(0, new Login(client, protocol, method, now, times));
        }
    }

    /** Forgets an account that was deleted. */
    public void forget(String account) {
        synchronized (known) {
            known.remove(account.toLowerCase(Locale.ROOT));
        }
    }

    /** Those of an account, the latest first. */
    public List<Login> of(String account) {
        synchronized (known) {
            List<Login> logins = known.get(account.toLowerCase(Locale.ROOT));
            return logins == null ? List.of() : List.copyOf(logins);
        }
    }
}
