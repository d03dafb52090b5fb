// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.directory;

import com.google.errorprone.annotations.ThreadSafe;
import dev.sekisho.text.LogText;
import java.util.logging.Logger;

/** Each line that the directory logs, with its code; docs/messages.md explains them. */
@ThreadSafe
public final class DirectoryMessages {
    private static final Logger LOGGER = Logger.getLogger("dev.sekisho.directory");

    private DirectoryMessages() {}

    public static void unreadableLimits(String owner, String text, String reason) {
        LOGGER.warning(() -> "SKS0101W The send limits " + LogText.quoted(text) + " of " + LogText.quoted(owner)
                + " cannot be read and are taken as inherited: " + reason);
    }

    public static void unreadableSubject(String row, String subject) {
        LOGGER.warning(() -> "SKS0130W The row " + LogText.quoted(row) + " is passed over: " + LogText.quoted(subject)
                + " is no network, address or domain, or another of its words is unknown");
    }

    public static void unknownWord(String row, String word) {
        LOGGER.warning(
                () -> "SKS0132W The row " + LogText.quoted(row) + " has a word that this program does not know, "
                        + LogText.quoted(word)
                        + ". Send limits and quota go on as if it had the usual one; logins that need it get a temporary failure");
    }

    public static void moreUnreadableLimits(int count) {
        LOGGER.warning(
                () -> "SKS0101W The send limits of " + count + " more rows cannot be read and are taken as inherited");
    }

    public static void databaseLost(Exception cause) {
        LOGGER.warning(() -> "SKS0102W The directory cannot be read (" + LogText.cause(cause)
                + "); its last copy goes on serving, and Sekisho tries again all the time");
    }

    public static void changeNotApplied(Exception cause) {
        LOGGER.warning(() -> "SKS0131W A change is committed, but cannot be read back (" + LogText.cause(cause)
                + "); it applies when the directory is read again, within a second of the database's answer");
    }

    public static void databaseBack() {
        LOGGER.info("SKS0103I The directory can be read again");
    }
}
