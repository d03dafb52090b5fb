// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.decision;

import com.google.errorprone.annotations.ThreadSafe;
import java.util.Map;
import java.util.Set;

/** A decision in plain words, for support staff. */
@ThreadSafe
final class Explanation {
    private static final Map<String, String> SENDING = Map.of(
            "defer", "Postfix defers the mail; the sender may retry when the limit permits it.",
            "reject", "Postfix rejects the mail.",
            "hold", "Postfix puts the mail on hold; an operator may release it.",
            "filter", "Postfix redirects the mail to a content filter.",
            "observe", "The limit is only observed, so the mail passes.",
            "repeat", "Sekisho repeated its earlier answer and did not count the request again.");

    private static final Map<String, String> QUOTA = Map.of(
            "full", "the mailbox is full, and the mail is rejected",
            "mixed", "some recipients' mailboxes are full; the mail is accepted for all of them",
            "split", "the mail is deferred, so that the sender retries with fewer recipients",
            "unknown", "the mailbox does not exist",
            "unavailable", "the mail host gave no usable answer, so the mail passes",
            "room", "the mail fits",
            "skip", "no quota check was necessary, and the mail passes");

    /** Results of nginx's endpoint and of Dovecot's. */
    private static final Map<String, String> LOGIN = Map.ofEntries(
            Map.entry("accept", "was accepted"),
            Map.entry("reject", "was rejected"),
            Map.entry("tempfail", "got a temporary failure"),
            Map.entry("wait", "had to wait before its password was checked"),
            Map.entry("forbidden", "was not checked, because the server sent a wrong key"),
            Map.entry("block", "was blocked by Sekisho before Dovecot checked its password"),
            Map.entry("good", "was accepted by Dovecot"),
            Map.entry("failed", "was rejected by Dovecot for a wrong password"),
            Map.entry(
                    "excused",
                    "was rejected by Dovecot for another reason than its password, and does not count as"
                            + " a failure"),
            Map.entry(
                    "rejected",
                    "was rejected by Dovecot without a check of its password, because Sekisho had" + " blocked it"),
            Map.entry("malformed", "was not checked, because the request was malformed"));

    /** Reasons of a rejection that follows the check of the password. */
    private static final Set<String> PASSWORD_WAS_RIGHT = Set.of(
            "suspended",
            "send-blocked",
            "password must change",
            "closed",
            "method not permitted",
            "protocol not permitted",
            "TLS required",
            "network not permitted");

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
        String sender = words.has("key") ? "The account " + words.of("key") : "A client without a login";
        String attempt = sender + words.with(" from ", "client") + ", at " + words.of("state") + ": a mail to "
                + words.of("cost") + (words.of("cost").equals("1") ? " recipient." : " recipients.");
        if (result.equals("send-blocked")) {
            return attempt + " The account is suspended or send-blocked, so Postfix rejects the mail.";
        }
        if (result.equals("unavailable")) {
            return attempt + " Sekisho could not count it" + words.with(" (", "reason", ")") + ", so the mail passes.";
        }
        String limit = words.has("used")
                ? " Of the limit " + words.of("limit") + ", " + words.of("used") + " of " + words.of("of")
                        + " were used."
                : "";
        String end = SENDING.getOrDefault(result, result.equals("dunno") ? "The mail passes." : "");
        return attempt
                + limit
                + (end.isEmpty() ? "" : " " + end)
                + words.with(" Next possible: ", "release", ".")
                + words.with(" Reason: ", "reason", ".");
    }

    private static String quota(String result, Words words) {
        return "A mail" + (words.of("size").equals("0") ? " of unknown size" : words.with(" of ", "size", " bytes"))
                + words.with(" from ", "client") + words.with(" to ", "key") + ", at "
                + words.of("state")
                + ": " + QUOTA.getOrDefault(result, "the answer was " + result)
                + words.with(". Its mail host is ", "host") + words.with(". Reason: ", "reason") + '.';
    }

    private static String login(String result, Words words) {
        return "A login" + words.with(" as ", "key") + words.with(" from ", "client") + words.with(" by ", "method")
                + words.with(" for ", "protocol") + ' ' + LOGIN.getOrDefault(result, "was answered " + result)
                + password(result, words)
                + words.with(". Reason: ", "reason") + words.with(". Brute-force protection rule: ", "rule")
                + words.with(result.equals("wait") ? ". The rule applies until " : ". The block ends at ", "until")
                + words.with(". Effect of an observed rule, if enforced: ", "would")
                + words.with(". Mail host: ", "host")
                + '.';
    }

    /** What a rejection by nginx's endpoint says about the password. */
    private static String password(String result, Words words) {
        if (!result.equals("reject")) {
            return "";
        }
        // Only a block names its rule.
        if (words.has("rule")) {
            return "; its password was not checked";
        }
        return PASSWORD_WAS_RIGHT.contains(words.of("reason")) ? "; its password was right" : "";
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
