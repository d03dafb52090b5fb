// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.doctor;

import com.google.errorprone.annotations.ThreadSafe;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A {@code check_policy_service} in a restriction list.
 *
 * @param list the list, such as {@code smtpd_recipient_restrictions}
 * @param position index of {@code check_policy_service} in that list, from 0
 * @param text the service exactly as written; Postfix shares a connection between equal texts
 * @param endpoint such as {@code inet:127.0.0.1:10031}
 * @param options the options in the braces
 * @param word where it is written
 */
@ThreadSafe
record PolicyCall(
        String list, int position, String text, String endpoint, Map<String, String> options, Postfix.Word word) {
    /** {@code inet:host:port}, {@code inet:[address]:port}; a port alone is on this machine. */
    private static final Pattern INET =
            Pattern.compile("inet:(?:(\\[[0-9a-fA-F:.]+\\]|[^:\\[\\]]*):)?([A-Za-z0-9_-]+)");

    /** All policy calls in a list. */
    static List<PolicyCall> in(Postfix postfix, MasterEntry service, String list) {
        List<Postfix.Word> words = postfix.list(service, list);
        List<PolicyCall> calls = new ArrayList<>();
        for (int i = 0; i + 1 < words.size(); i++) {
            if (words.get(i).text().equals("check_policy_service")
                    && words.get(i + 1).isArgument()) {
                calls.add(of(list, i, words.get(i + 1)));
            }
        }
        return calls;
    }

    private static PolicyCall of(String list, int position, Postfix.Word word) {
        List<String> parts = Words.of(Words.unbraced(word.text()));
        Map<String, String> options = new LinkedHashMap<>();
        for (String each : parts.subList(Math.min(1, parts.size()), parts.size())) {
            String option = Words.unbraced(each);
            int equals = option.indexOf('=');
            if (equals > 0) {
                options.put(
                        option.substring(0, equals).strip(),
                        Words.unbraced(option.substring(equals + 1).strip()));
            }
        }
        String endpoint = parts.isEmpty() ? "" : parts.get(0);
        if (endpoint.regionMatches(true, 0, "inet:", 0, 5)) {
            endpoint = endpoint.toLowerCase(Locale.ROOT);
        }
        return new PolicyCall(list, position, word.text(), endpoint, options, word);
    }

    /** The port; 0 for a Unix socket or a service name. */
    int port() {
        String text = endpoint.substring(endpoint.lastIndexOf(':') + 1);
        return endpoint.startsWith("inet:") && text.matches("[0-9]{1,5}") ? Integer.parseInt(text) : 0;
    }

    /** Whether Postfix can parse the endpoint as host and port; true for any Unix socket. */
    boolean isWellFormed() {
        return !endpoint.startsWith("inet:") || INET.matcher(endpoint).matches();
    }

    /** The host; empty for this machine and for a Unix socket. */
    String host() {
        Matcher matcher = INET.matcher(endpoint);
        return matcher.matches() && matcher.group(1) != null ? matcher.group(1) : "";
    }

    /** The recommended text: mail passes after five seconds without an answer. Keeps the other options. */
    String good() {
        return good(endpoint.isEmpty() ? "inet:127.0.0.1:10031" : endpoint);
    }

    String good(String otherEndpoint) {
        StringBuilder good = new StringBuilder("{ ").append(otherEndpoint).append(", timeout=5s, default_action=DUNNO");
        options.forEach((name, value) -> {
            if (!name.equals("timeout") && !name.equals("default_action")) {
                boolean plain = value.chars().noneMatch(c -> Character.isWhitespace(c) || c == ',');
                good.append(plain ? ", " + name + "=" + value : ", { " + name + " = " + value + " }");
            }
        });
        return good.append(" }").toString();
    }

    /** The line that contains it, with another text for the service. */
    String rewritten(Postfix postfix, MasterEntry service, String otherText) {
        Parameter parameter = word.parameter();
        return parameter.rewritten(Restrictions.with(postfix.chosen(service, parameter), word.place(), otherText));
    }
}
