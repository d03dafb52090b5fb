// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.directory;

import com.google.errorprone.annotations.ThreadSafe;
import java.util.logging.Logger;

/** Each line that the directory logs, with its code; docs/messages.md explains them. */
@ThreadSafe
public final class DirectoryMessages {
    private static final Logger LOGGER = Logger.getLogger("dev.sekisho.directory");

    /** Longest text from the database in a line, in characters: enough to recognise it. */
    private static final int SHOWN_CHARACTERS = 200;

    private DirectoryMessages() {}

    public static void unreadableLimits(String owner, String text, String reason) {
        LOGGER.warning(() -> "SKS0101W The send limits " + shown(text) + " of " + shown(owner)
                + " cannot be read and are taken as inherited: " + reason);
    }

    public static void unreadableSubject(String row, String subject) {
        LOGGER.warning(() -> "SKS0130W The row " + shown(row) + " is passed over: " + shown(subject)
                + " is no network, address or domain, or another of its words is unknown");
    }

    public static void unknownWord(String row, String word) {
        LOGGER.warning(
                () -> "SKS0132W The row " + shown(row) + " has a word that this program does not know, " + shown(word)
                        + ". Send limits and quota go on as if it had the usual one; logins that need it get a temporary failure");
    }

    public static void moreUnreadableLimits(int count) {
        LOGGER.warning(
                () -> "SKS0101W The send limits of " + count + " more rows cannot be read and are taken as inherited");
    }

    public static void databaseLost(Exception cause) {
        LOGGER.warning(() -> "SKS0102W The directory cannot be read (" + shown(cause.toString())
                + "); its last copy goes on serving, and Sekisho tries again all the time");
    }

    public static void changeNotApplied(Exception cause) {
        LOGGER.warning(() -> "SKS0131W A change is committed, but cannot be read back (" + shown(cause.toString())
                + "); it applies when the directory is read again, within a second of the database's answer");
    }

    public static void databaseBack() {
        LOGGER.info("SKS0103I The directory can be read again");
    }

    private static String shown(String text) {
        String cut = text.length() > SHOWN_CHARACTERS ? text.substring(0, SHOWN_CHARACTERS) + "…" : text;
        return '"' + cut.replaceAll("\\p{Cntrl}", "?") + '"';
    }
}
