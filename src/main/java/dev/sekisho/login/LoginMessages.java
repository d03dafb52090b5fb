// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.login;

import com.google.errorprone.annotations.ThreadSafe;
import dev.sekisho.text.LogText;
import java.util.Set;
import java.util.logging.Level;
import java.util.logging.Logger;

/** The operator messages of login; docs/messages.md explains each. */
@ThreadSafe
public final class LoginMessages {
    private static final Logger LOG = Logger.getLogger(LoginMessages.class.getPackageName());

    private LoginMessages() {}

    public static void passwordUnusable(String account, String reason) {
        LOG.log(
                Level.WARNING,
                "SKS0601W The stored password of {0} cannot be used: {1}. Logins get a temporary failure until a new"
                        + " one is set.",
                new Object[] {LogText.quoted(account), reason});
    }

    static void directoryLost(Exception cause) {
        LOG.log(
                Level.WARNING,
                "SKS0602W The database does not answer ({0}). Logins get a temporary failure, never \"wrong"
                        + " password\".",
                LogText.cause(cause));
    }

    static void directoryBack() {
        LOG.info("SKS0603I The database answers logins again.");
    }

    static void unreadableNetworks(String reason) {
        LOG.log(
                Level.WARNING,
                "SKS0610W Cannot read a list of networks, or the address of a client ({0}). Affected logins get a"
                        + " temporary failure until it is corrected.",
                LogText.oneLine(reason, LogText.VALUE_CHARACTERS));
    }

    public static void addressDown(String address, int port) {
        LOG.log(
                Level.WARNING,
                "SKS0611W {0} port {1} does not greet like a mail host. It gets no logins until it does.",
                new Object[] {address, Integer.toString(port)});
    }

    public static void addressUp(String address, int port) {
        LOG.log(Level.INFO, "SKS0612I {0} port {1} greets again and gets logins.", new Object[] {
            address, Integer.toString(port)
        });
    }

    public static void tooManyProbes(int most, int left) {
        LOG.log(
                Level.WARNING,
                "SKS0614W There are more addresses of mail hosts and MX hosts than {0}: {1} are not probed and"
                        + " count as up.",
                new Object[] {Integer.toString(most), Integer.toString(left)});
    }

    static void wrongKey(String peer) {
        LOG.log(
                Level.WARNING,
                "SKS0604W A request to the authentication backend from {0} had no or a wrong X-Auth-Key and got"
                        + " 403. Compare"
                        + " auth_http_header in nginx with sekisho.login.key. Logged once a minute.",
                peer);
    }

    static void wrongPolicyKey(String peer) {
        LOG.log(
                Level.WARNING,
                "SKS0807W A request to the auth-policy endpoint from {0} had no or a wrong key and got 403. Compare"
                        + " auth_policy_server_api_header in Dovecot with sekisho.authpolicy.key. Logged once a"
                        + " minute.",
                peer);
    }

    public static void noEncryptionKey(long accounts) {
        LOG.log(
                Level.WARNING,
                "SKS0620W {0} accounts have an encrypted secret and there is no encryption key: CRAM-MD5 and"
                        + " APOP fail for them"
                        + " with a temporary failure. Other methods work.",
                accounts);
    }

    public static void encryptionKeyMissing(String keyId) {
        LOG.log(
                Level.WARNING,
                "SKS0621W Encryption key \"{0}\" is missing: CRAM-MD5 and APOP get a temporary failure for"
                        + " accounts whose secret"
                        + " was encrypted with it. Logged once for each key.",
                keyId);
    }

    public static void keyFileUnreadable(String file, Exception cause, Set<String> keys) {
        LOG.log(
                Level.WARNING,
                "SKS0622W Cannot read the encryption key file \"{0}\" ({1}). These keys stay in use: {2}.",
                new Object[] {file, LogText.cause(cause), keys});
    }

    public static void keyFileRead(String file, Set<String> keys) {
        LOG.log(Level.INFO, "SKS0623I The encryption key file \"{0}\" was read; keys: {1}.", new Object[] {file, keys});
    }

    public static void keyFileOpen(String file) {
        LOG.log(Level.WARNING, "SKS0624W The encryption key file \"{0}\" can be read by others: chmod 600.", file);
    }

    public static void verificationLineFull(int threads, int line) {
        LOG.log(
                Level.WARNING,
                "SKS0625W {0} passwords are being checked and {1} wait: more logins get a temporary failure"
                        + " until there is"
                        + " room.",
                new Object[] {threads, line});
    }

    public static void usesNotWritten(Exception cause) {
        LOG.log(
                Level.WARNING,
                "SKS0626W Cannot write the last use of challenge methods and app passwords ({0}). Logins continue;"
                        + " Sekisho retries.",
                LogText.cause(cause));
    }

    public static void usesWrittenAgain() {
        LOG.info("SKS0627I The last use of challenge methods and app passwords is written again.");
    }

    public static void upgradeFailed(String account, String reason) {
        LOG.log(
                Level.WARNING,
                "SKS0628W The password of {0} could not be stored in the configured scheme ({1}). It stays as it was.",
                new Object[] {LogText.quoted(account), LogText.oneLine(reason, LogText.VALUE_CHARACTERS)});
    }

    static void accountUnreadable(String account, Throwable cause) {
        LOG.log(
                Level.WARNING,
                "SKS0630W Cannot read the row of {0} ({1}). Its logins get a temporary failure and count as no"
                        + " attempt; other"
                        + " logins are not affected. Logged once for each account.",
                new Object[] {LogText.quoted(account), LogText.cause(cause)});
    }

    static void checkFailed(Throwable cause) {
        LOG.log(
                Level.SEVERE,
                cause,
                () -> "SKS0629E A password could not be checked because of an error in Sekisho. The login got"
                        + " a temporary failure.");
    }

    static void requestFailed(Throwable failure) {
        StackTraceElement[] stack = failure.getStackTrace();
        LOG.log(
                Level.SEVERE,
                "SKS0631E A request to the authentication backend was answered 500 because of an internal error"
                        + " ({0}, at {1}). Logged"
                        + " once a minute at most.",
                new Object[] {LogText.cause(failure), stack.length == 0 ? "?" : stack[0]});
    }
}
