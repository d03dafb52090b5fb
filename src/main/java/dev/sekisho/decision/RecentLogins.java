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
 * The recent successful logins of each account at this node since its start. Logins with equal client, protocol and
 * method are one entry with a count, so that a program that logs in every minute does not displace the others.
 *
 * <p>In memory only, so that no login waits for the database. Keeps the {@value #ACCOUNTS} accounts that logged in
 * last, with {@value #ENTRIES} entries each: at most about 10 MB.
 */
@ThreadSafe
public final class RecentLogins {
    static final int ACCOUNTS = 10_000;
    static final int ENTRIES = 5;

    /** Maximum length of an entry. An address has at most 320 octets; longer ones are not kept. */
    private static final int MAX_CHARACTERS = 320;

    /**
     * Successful logins with equal client, protocol and method.
     *
     * @param client address of the mail client
     * @param protocol as nginx or Dovecot names it
     * @param method as nginx or Dovecot names it; empty if unknown
     * @param last time of the last of them
     * @param times their number
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

    /** Records a decision if it is a successful login. */
    void note(Decision decision, long millis) {
        if (decision instanceof LoginDecision login) {
            // Method "none" is mail without a login.
            if (login.result().equals("accept") && !login.method().equals("none")) {
                note(login.key(), login.client(), login.protocol(), login.method(), millis);
            }
        } else if (decision instanceof AuthPolicyDecision login
                && login.result().equals("good")) {
            note(login.key(), login.client(), login.protocol(), login.method(), millis);
        }
    }

    private void note(String account, String client, String protocol, String method, long millis) {
        if (account.length() + client.length() + protocol.length() + method.length() > MAX_CHARACTERS) {
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
            if (logins.size() == ENTRIES) {
                logins.remove(ENTRIES - 1);
            }
            logins.add(0, new Login(client, protocol, method, now, times));
        }
    }

    /** Removes a deleted account. */
    public void forget(String account) {
        synchronized (known) {
            known.remove(account.toLowerCase(Locale.ROOT));
        }
    }

    /** The entries of an account, latest first. */
    public List<Login> of(String account) {
        synchronized (known) {
            List<Login> logins = known.get(account.toLowerCase(Locale.ROOT));
            return logins == null ? List.of() : List.copyOf(logins);
        }
    }
}
