// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.mailauth;

import java.util.logging.Level;
import java.util.logging.Logger;

/** The operator messages of the auth backend; docs/messages.md explains each. Safe for use by many threads. */
final class MailAuthMessages {
    private static final Logger LOG = Logger.getLogger(MailAuthMessages.class.getPackageName());

    private MailAuthMessages() {}

    static void passwordUnusable(String account, String reason) {
        LOG.log(
                Level.WARNING,
                "SKS0601W The stored password of \"{0}\" cannot be used: {1}. Logins get a temporary failure until it is"
                        + " set anew.",
                new Object[] {account, reason});
    }

    static void directoryLost(Exception cause) {
        LOG.log(
                Level.WARNING,
                "SKS0602W The database cannot be asked for accounts ({0}). Logins get a temporary failure, never \"wrong"
                        + " password\".",
                (Object) String.valueOf(cause).replaceAll("\\s+", " "));
    }

    static void directoryBack() {
        LOG.info("SKS0603I The database answers for accounts again.");
    }

    static void unreadableNetworks(String reason) {
        LOG.log(
                Level.WARNING,
                "SKS0610W A list of networks, or a client''s address, cannot be read ({0}). Logins that it concerns get a"
                        + " temporary failure until it is corrected.",
                (Object) reason.replaceAll("\\p{Cntrl}", "?"));
    }

    static void addressDown(String address, int port) {
        LOG.log(
                Level.WARNING,
                "SKS0611W {0} port {1} does not greet as a mail host does. No login is sent there until it does.",
                new Object[] {address, Integer.toString(port)});
    }

    static void addressUp(String address, int port) {
        LOG.log(Level.INFO, "SKS0612I {0} port {1} greets again and gets logins.", new Object[] {
            address, Integer.toString(port)
        });
    }

    static void wrongKey(String peer) {
        LOG.log(
                Level.WARNING,
                "SKS0604W A request to the auth backend from {0} had no or a wrong X-Auth-Key and got 403. Compare"
                        + " auth_http_header in nginx with sekisho.mailauth.key. Told once a minute.",
                peer);
    }
}
