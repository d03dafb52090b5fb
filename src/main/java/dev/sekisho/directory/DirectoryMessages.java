// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.directory;

import com.google.errorprone.annotations.ThreadSafe;
import java.util.logging.Logger;

/** The operator messages of the directory; docs/messages.md explains each. */
@ThreadSafe
public final class DirectoryMessages {
    private static final Logger LOGGER = Logger.getLogger("dev.sekisho.directory");

    /** Maximum length of a text from the database in a message, in characters. */
    private static final int SHOWN_CHARACTERS = 200;

    private DirectoryMessages() {}

    public static void unreadableLimits(String owner, String text, String reason) {
        LOGGER.warning(() -> "SKS0101W Invalid send limits " + shown(text) + " of " + shown(owner)
                + " count as inherited: " + reason);
    }

    public static void unreadableSubject(String row, String subject) {
        LOGGER.warning(() -> "SKS0130W Ignoring the row " + shown(row) + ": " + shown(subject)
                + " is not a network, address or domain, or another value is unknown");
    }

    public static void unknownWord(String row, String word) {
        LOGGER.warning(() -> "SKS0132W The row " + shown(row) + " has an unknown value, " + shown(word)
                + ". Send limits and quota use the default instead; logins that need it get a temporary"
                + " failure");
    }

    public static void moreUnreadableLimits(int count) {
        LOGGER.warning(() -> "SKS0101W Invalid send limits of " + count + " more rows count as inherited");
    }

    public static void databaseLost(Exception cause) {
        LOGGER.warning(() -> "SKS0102W Cannot read the directory (" + shown(cause.toString())
                + "). The last copy stays in use; Sekisho retries twice a second");
    }

    public static void changeNotApplied(Exception cause) {
        LOGGER.warning(() -> "SKS0131W Cannot read a committed change back (" + shown(cause.toString())
                + "). It applies within a second after the database answers again");
    }

    public static void databaseBack() {
        LOGGER.info("SKS0103I The directory can be read again");
    }

    private static String shown(String text) {
        String cut = text.length() > SHOWN_CHARACTERS ? text.substring(0, SHOWN_CHARACTERS) + "…" : text;
        return '"' + cut.replaceAll("\\p{Cntrl}", "?") + '"';
    }
}
