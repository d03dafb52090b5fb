// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.decision;

import com.google.errorprone.annotations.ThreadSafe;
import java.util.Map;

/** A decision in words for the person who is asked about it on the telephone. */
@ThreadSafe
final class Explanation {
    private static final Map<String, String> SENDING = Map.of(
            "defer", "Postfix was told to refuse the mail for now; the sender may try again when there is room.",
            "reject", "Postfix was told to refuse the mail for good.",
            "hold", "Postfix was told to put the mail on hold; an operator may release it.",
            "filter", "Postfix was told to send the mail another way.",
            "observe", "The limit is only observed, so the mail passed.",
            "repeat", "It had been asked and answered before, and was not counted again.");

    private static final Map<String, String> QUOTA = Map.of(
            "full", "it has no room for the mail, which was refused",
            "mixed", "some recipients' mailboxes have no room for the mail; it was taken for all of them",
            "split", "the sender was told to send the mail again, to fewer recipients",
            "unknown", "nobody has this mailbox",
            "unavailable", "it could not be found out whether there is room, so the mail passed",
            "room", "there is room",
            "skip", "nobody had to be asked, and the mail passed");

    /** Of nginx's service, and what differs at Dovecot's. */
    private static final Map<String, String> LOGIN = Map.ofEntries(
            Map.entry("accept", "was let in"),
            Map.entry("refuse", "was refused"),
            Map.entry("tempfail", "was told to try later"),
            Map.entry("wait", "was made to wait before the password was looked at"),
            Map.entry("forbidden", "came with a wrong key, and was not looked at"),
            Map.entry("block", "was refused by Dovecot, since Sekisho said so"),
            Map.entry("good", "was let in by Dovecot"),
            Map.entry("failed", "was refused by Dovecot, since the password is wrong"),
            Map.entry("excused", "was refused by Dovecot, not for its password: it counts as no failure"),
            Map.entry("rejected", "was refused by Dovecot, since Sekisho had said so"),
            Map.entry("malformed", "came in a request that is none, and was not looked at"));

    private Explanation() {}

    static String of(String service, String result, Map<String, String> attributes) {
        Words words = new Words(attributes);
        return switch (service) {
            case "sendlimit" -> sending(result, words);
            case "quota" -> quota(result, words);
            case "login", "authpolicy" -> login(result, words);
            default -> "The service " + service + " answered " + result + '.';
        };
    }

    private static String sending(String result, Words words) {
        String who = words.has("key") ? "The account " + words.of("key") : "A client without a login";
        String asked = who + words.with(" from ", "client") + " asked at " + words.of("state") + " to send to "
                + words.of("cost") + " recipients.";
        if (result.equals("send-blocked")) {
            return asked + " It is suspended or send-blocked, so Postfix was told to refuse the mail.";
        }
        if (result.equals("unavailable")) {
            return asked + " Sekisho could not count" + words.with(" (", "reason", ")") + ", so the mail passed.";
        }
        String limit = words.has("used")
                ? " Of the limit " + words.of("limit") + ", " + words.of("used") + " of " + words.of("of")
                        + " were used."
                : "";
        String end = SENDING.getOrDefault(result, result.equals("dunno") ? "The mail passed." : "");
        return asked
                + limit
                + (end.isEmpty() ? "" : " " + end)
                + words.with(" Next possible: ", "release", ".")
                + words.with(" Reason: ", "reason", ".");
    }

    private static String quota(String result, Words words) {
        return "A mail" + (words.of("size").equals("0") ? " of unknown size" : words.with(" of ", "size", " bytes"))
                + words.with(" from ", "client") + words.with(" to ", "key") + " was asked about at "
                + words.of("state")
                + ": " + QUOTA.getOrDefault(result, "the answer was " + result)
                + words.with(". Its mail host is ", "host") + words.with(". Reason: ", "reason") + '.';
    }

    private static String login(String result, Words words) {
        return "A login" + words.with(" as ", "key") + words.with(" from ", "client") + words.with(" by ", "method")
                + words.with(" for ", "protocol") + ' ' + LOGIN.getOrDefault(result, "was answered " + result)
                + words.with(". Reason: ", "reason") + words.with(". Rule against attackers: ", "rule")
                + words.with(". An observed rule would have done: ", "would") + words.with(". Mail host: ", "host")
                + '.';
    }

    private record Words(Map<String, String> attributes) {
        boolean has(String key) {
            return attributes.containsKey(key);
        }

        String of(String key) {
            return attributes.getOrDefault(key, "?");
        }

        String with(String before, String key) {
            return with(before, key, "");
        }

        String with(String before, String key, String after) {
            return has(key) ? before + of(key) + after : "";
        }
    }
}
