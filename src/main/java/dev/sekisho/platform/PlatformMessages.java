// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.platform;

import com.google.errorprone.annotations.ThreadSafe;
import dev.sekisho.settings.Masked;
import dev.sekisho.text.LogText;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;

/** The operator messages of start and stop; docs/messages.md explains each. */
@ThreadSafe
final class PlatformMessages {
    private static final Logger LOG = Logger.getLogger(PlatformMessages.class.getPackageName());

    private PlatformMessages() {}

    static void configurationWrong(List<String> problems) {
        LOG.severe("SKS0001E The configuration is wrong; Sekisho does not start: " + String.join("; ", problems)
                + ". See docs/configuration.md.");
    }

    static void databaseMigrated(String url, int migrations) {
        LOG.log(Level.INFO, "SKS0002I Connected to database {0}, applied {1} migrations.", new Object[] {
            Masked.of(url), migrations
        });
    }

    static void databaseUnavailable(Exception cause) {
        LOG.log(
                Level.WARNING,
                "SKS0003W Cannot open the database ({0}). Until this succeeds, logins get temporary failures, sending"
                        + " and quota pass unlimited, and Sekisho is not ready. Sekisho retries every 5 seconds.",
                LogText.cause(cause));
    }

    static void demoData() {
        LOG.warning("SKS0004W Demo: example accounts with known passwords were added to the empty database.");
    }

    static void adminPassword(String user, String file) {
        LOG.log(
                Level.WARNING,
                "SKS0005W sekisho.admin.password is not set. A password was generated for the administrator \"{0}\";"
                        + " it is in {1}.",
                new Object[] {user, file});
    }

    static void adminPasswordNotStored(Exception cause) {
        LOG.log(
                Level.WARNING,
                "SKS0006W sekisho.admin.password is not set and no password could be generated ({0}): the API and the"
                        + " console cannot be used. Set SEKISHO_ADMIN_PASSWORD.",
                LogText.cause(cause));
    }

    static void warmedUp(String figures) {
        LOG.log(Level.INFO, "SKS0007I The warm-up is done: {0}.", figures);
    }

    static void warmUpFailed(Exception cause, long graceSeconds) {
        LOG.log(
                Level.WARNING,
                "SKS0008W The warm-up failed ({0}): Sekisho could not reach its own services in time, or they returned"
                        + " an error. It retries, and is not ready until the warm-up succeeds, but for at most {1} s:"
                        + " then it becomes ready without it, and the first requests are slow.",
                new Object[] {LogText.cause(cause), Long.toString(graceSeconds)});
    }

    static void loginKeyMissing() {
        LOG.warning("SKS0017W sekisho.login.key is not set: any user of this machine can send login requests as nginx"
                + " does, guess passwords from invented addresses, and get the addresses of others blocked.");
    }

    static void demoIgnored() {
        LOG.warning("SKS0016W sekisho.demo is set, but the database has data other than the demo's: remove the"
                + " setting.");
    }

    static void statesRecorded(int states) {
        LOG.log(
                Level.INFO,
                "SKS0613I Recorded {0} account states in account_state_change that were set by plain SQL while Sekisho"
                        + " was stopped.",
                states);
    }

    static void ready(String where) {
        LOG.log(Level.INFO, "SKS0009I Sekisho is ready.{0}", where);
    }

    static void stopped() {
        LOG.info("SKS0010I Sekisho has stopped. It has written all counters that it could write.");
    }

    static String schemaNewer(List<String> versions) {
        String text =
                "SKS0012E The database belongs to a newer version of Sekisho: its schema has the migrations " + versions
                        + ", which this version does not have. Sekisho ends; nothing was changed. Install the newer"
                        + " version, or restore the backup from before its upgrade.";
        LOG.severe(text);
        return text;
    }

    static String schemaForeign(Exception cause) {
        String text = "SKS0013E The schema of the database differs from the migrations of this version ("
                + LogText.message(cause)
                + "). Sekisho ends; nothing was changed.";
        LOG.severe(text);
        return text;
    }

    static void listenerElsewhere(String name, String configured, String actual) {
        LOG.log(
                Level.WARNING,
                "SKS0011W The {0} listener is configured for {1}, but its activation spec has {2}: the server''s"
                        + " configuration and the sekisho.* properties disagree.",
                new Object[] {name, configured, actual});
    }
}
