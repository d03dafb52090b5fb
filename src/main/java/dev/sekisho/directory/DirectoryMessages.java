// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.directory;

import com.google.errorprone.annotations.ThreadSafe;
import dev.sekisho.text.LogText;
import java.util.logging.Logger;

/** The operator messages of the directory; docs/messages.md explains each. */
@ThreadSafe
public final class DirectoryMessages {
    private static final Logger LOGGER = Logger.getLogger("dev.sekisho.directory");

    private DirectoryMessages() {}

    public static void unreadableLimits(String owner, String text, String reason) {
        LOGGER.warning(() -> "SKS0101W Invalid send limits " + LogText.quoted(text) + " of " + LogText.quoted(owner)
                + " count as inherited: " + reason);
    }

    public static void unreadableSubject(String row, String subject) {
        LOGGER.warning(() -> "SKS0130W Ignoring the row " + LogText.quoted(row) + ": " + LogText.quoted(subject)
                + " is not a network, address or domain, or another value is unknown");
    }

    public static void unknownWord(String row, String word) {
        LOGGER.warning(
                () -> "SKS0132W The row " + LogText.quoted(row) + " has an unknown value, " + LogText.quoted(word)
                        + ". Send limits and quota use the default instead; logins that need it get a temporary"
                        + " failure");
    }

    public static void moreUnreadableLimits(int count) {
        LOGGER.warning(() -> "SKS0101W Invalid send limits of " + count + " more rows count as inherited");
    }

    public static void databaseLost(Exception cause) {
        LOGGER.warning(() -> "SKS0102W Cannot read the directory (" + LogText.cause(cause)
                + "). The last copy stays in use; Sekisho retries twice a second");
    }

    public static void changeNotApplied(Exception cause) {
        LOGGER.warning(() -> "SKS0131W Cannot read a committed change back (" + LogText.cause(cause)
                + "). It applies within a second after the database answers again");
    }

    public static void copyRepaired(int accounts, int aliases, int others) {
        LOGGER.warning(() -> "SKS0133W The copy of the directory in memory differed from the database in " + accounts
                + " accounts, " + aliases + " aliases and " + others + " other rows, and is corrected");
    }

    public static void copyChecked(int accounts, int aliases, long seconds) {
        LOGGER.info(() -> "SKS0134I The copy of the directory in memory equals the database: compared " + accounts
                + " accounts and " + aliases + " aliases in " + seconds + " s");
    }

    public static void notChecked(Exception cause) {
        LOGGER.warning(() -> "SKS0135W Cannot compare the copy of the directory with the database ("
                + LogText.cause(cause) + "). Sekisho compares them again tomorrow");
    }

    public static void databaseBack() {
        LOGGER.info("SKS0103I The directory can be read again");
    }
}
