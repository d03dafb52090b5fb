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
        LOG.severe("SKS0001E The configuration is wrong, Sekisho does not start: " + String.join("; ", problems)
                + ". See docs/configuration.md.");
    }

    static void databaseMigrated(String url, int migrations) {
        LOG.log(Level.INFO, "SKS0002I The database {0} is there; {1} migrations were applied.", new Object[] {
            Masked.of(url), migrations
        });
    }

    static void databaseAway(Exception cause) {
        LOG.log(
                Level.WARNING,
                "SKS0003W The database cannot be opened ({0}). Until it can, logins are told to try later, sending and"
                        + " quota pass unlimited, and Sekisho is not ready. It is tried again every 5 seconds.",
                LogText.cause(cause));
    }

    static void demoData() {
        LOG.warning("SKS0004W Demo: example accounts with known passwords were put into the empty database.");
    }

    static void adminPassword(String user, String file) {
        LOG.log(
                Level.WARNING,
                "SKS0005W No sekisho.admin.password is set. A password was made for the administrator \"{0}\"; it is in {1}.",
                new Object[] {user, file});
    }

    static void adminPasswordNotKept(Exception cause) {
        LOG.log(
                Level.WARNING,
                "SKS0006W No sekisho.admin.password is set and none could be made ({0}): nobody can use the API."
                        + " Set SEKISHO_ADMIN_PASSWORD.",
                LogText.cause(cause));
    }

    static void warmedUp(String figures) {
        LOG.log(Level.INFO, "SKS0007I The hot paths are warmed up: {0}.", figures);
    }

    static void warmUpFailed(Exception cause, long graceSeconds) {
        LOG.log(
                Level.WARNING,
                "SKS0008W The hot paths are not warmed up yet ({0}): Sekisho could not talk to its own services in time, or they"
                        + " answered with an error. It goes on trying. It is not ready until it succeeds, but for {1} s at most:"
                        + " then it is ready all the same, and the first seconds will be slow.",
                new Object[] {LogText.cause(cause), Long.toString(graceSeconds)});
    }

    static void nginxUnknown() {
        LOG.warning(
                "SKS0017W No sekisho.login.key is set: every user of this machine can ask for logins as nginx does, guess"
                        + " passwords from invented addresses, and have others' addresses blocked.");
    }

    static void demoBesideData() {
        LOG.warning("SKS0016W sekisho.demo is set, but the database is not the demo's: take the setting away.");
    }

    static void statesRecorded(int states) {
        LOG.log(
                Level.INFO,
                "SKS0613I {0} account states that were set by plain SQL while Sekisho was stopped are recorded in"
                        + " account_state_change.",
                states);
    }

    static void ready(String where) {
        LOG.log(Level.INFO, "SKS0009I Sekisho is ready.{0}", where);
    }

    static void stopped() {
        LOG.info("SKS0010I Sekisho has stopped; all counters that could be written are written.");
    }

    static String schemaNewer(List<String> versions) {
        String text = "SKS0012E The database is of a newer Sekisho: its schema has the migrations " + versions
                + ", which this program does not know. Sekisho ends; nothing was changed. Install the newer program, or"
                + " restore the backup from before its upgrade.";
        LOG.severe(text);
        return text;
    }

    static String schemaForeign(Exception cause) {
        String text = "SKS0013E The database's schema is not the one that this program makes ("
                + LogText.message(cause)
                + "). Sekisho ends; nothing was changed.";
        LOG.severe(text);
        return text;
    }

    static void listenerElsewhere(String name, String configured, String actual) {
        LOG.log(
                Level.WARNING,
                "SKS0011W The {0} listener is configured for {1} but its activation spec says {2}: the server''s"
                        + " configuration and sekisho.* properties disagree.",
                new Object[] {name, configured, actual});
    }
}
