// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.doctor;

import com.google.errorprone.annotations.ThreadSafe;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Postfix's {@code $name}, <code>${name}</code>, {@code $(name)}, and the conditionals <code>${name?text}</code>,
 * <code>
 * ${name:text}</code>, <code>${name?{text}:{text}}</code>, <code>${{text} == {text} ? {text} : {text}}</code>.
 *
 * <p>Source: postconf(5), "The file format".
 */
@ThreadSafe
final class References {
    private static final Pattern REFERENCE = Pattern.compile("\\$(?:(\\w+)|\\{\\s*(\\w+)\\s*\\}|\\((\\w+)\\))");
    private static final Pattern CONDITION = Pattern.compile("\\s*(\\w+)\\s*([?:])(.*)", Pattern.DOTALL);
    private static final Pattern COMPARISON = Pattern.compile("\\s*(==|!=|<=?|>=?)(level)?\\s*(\\{.*)", Pattern.DOTALL);

    private References() {}

    /** The name, if the word consists of one reference. */
    static @Nullable String only(String word) {
        Matcher matcher = REFERENCE.matcher(word);
        return matcher.matches() ? name(matcher) : null;
    }

    /** Replaces references by values; a reference without a value stays. */
    static String replace(String text, Function<String, @Nullable String> value) {
        return REFERENCE.matcher(text).replaceAll(match -> {
            @Nullable String found = value.apply(name(match));
            return Matcher.quoteReplacement(found == null ? match.group() : found);
        });
    }

    /** Evaluates conditionals; plain references, and anything else in <code>${…}</code>, stay. */
    static String chosen(String text, Function<String, String> value) {
        StringBuilder result = new StringBuilder();
        int from = 0;
        for (int at = text.indexOf("${"); at >= 0; at = text.indexOf("${", from)) {
            int end = closing(text, at + 1);
            if (end < 0) {
                break;
            }
            String inside = text.substring(at + 2, end);
            result.append(text, from, at)
                    .append(choice(inside, value)
                            .map(each -> chosen(each, value))
                            .orElse(text.substring(at, end + 1)));
            from = end + 1;
        }
        return result.append(text.substring(from)).toString();
    }

    private static Optional<String> choice(String inside, Function<String, String> value) {
        if (inside.stripLeading().startsWith("{")) {
            return comparison(inside.stripLeading(), value);
        }
        Matcher matcher = CONDITION.matcher(inside);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        boolean wanted = matcher.group(2).equals("?");
        return Optional.of(
                branch(matcher.group(3), !value.apply(matcher.group(1)).isEmpty() == wanted));
    }

    private static Optional<String> comparison(String text, Function<String, String> value) {
        int leftEnd = closing(text, 0);
        Matcher matcher = COMPARISON.matcher(leftEnd < 0 ? "" : text.substring(leftEnd + 1));
        if (!matcher.matches()) {
            return Optional.empty();
        }
        String rest = matcher.group(3);
        int rightEnd = closing(rest, 0);
        int mark = rightEnd < 0 ? -1 : rest.indexOf('?', rightEnd);
        if (mark < 0) {
            return Optional.empty();
        }
        Function<String, String> filled = each -> replace(each, value).strip();
        String left = filled.apply(text.substring(1, leftEnd));
        String right = filled.apply(rest.substring(1, rightEnd));
        int order = matcher.group(2) == null ? compare(left, right) : level(left, right);
        boolean holds =
                switch (matcher.group(1)) {
                    case "==" -> order == 0;
                    case "!=" -> order != 0;
                    case "<" -> order < 0;
                    case "<=" -> order <= 0;
                    case ">" -> order > 0;
                    default -> order >= 0;
                };
        return Optional.of(branch(rest.substring(mark + 1), holds));
    }

    /** Compares levels such as 3.10 part by part. */
    private static int level(String left, String right) {
        String[] one = left.split("\\.", -1);
        String[] other = right.split("\\.", -1);
        for (int i = 0; i < Math.max(one.length, other.length); i++) {
            int order = compare(i < one.length ? one[i] : "0", i < other.length ? other[i] : "0");
            if (order != 0) {
                return order;
            }
        }
        return 0;
    }

    private static int compare(String left, String right) {
        boolean numbers = left.matches("[0-9]{1,9}") && right.matches("[0-9]{1,9}");
        return numbers ? Integer.compare(Integer.parseInt(left), Integer.parseInt(right)) : left.compareTo(right);
    }

    /** Chooses from {@code {text}:{text}}, {@code {text}} or a bare text: the first one if the condition holds. */
    private static String branch(String text, boolean first) {
        String stripped = text.strip();
        int end = stripped.startsWith("{") ? closing(stripped, 0) : -1;
        if (end < 0) {
            return first ? stripped : "";
        }
        if (first) {
            return stripped.substring(1, end).strip();
        }
        String rest = stripped.substring(end + 1).strip();
        return rest.startsWith(":") ? Words.unbraced(rest.substring(1).strip()) : "";
    }

    /** The index of the brace that closes the one at {@code at}; -1 for none. */
    private static int closing(String text, int at) {
        int depth = 0;
        for (int i = at; i < text.length(); i++) {
            char c = text.charAt(i);
            depth += c == '{' ? 1 : c == '}' ? -1 : 0;
            if (depth == 0) {
                return i;
            }
        }
        return -1;
    }

    private static String name(MatchResult match) {
        for (int group = 1; group <= 3; group++) {
            @Nullable String name = match.group(group);
            if (name != null) {
                return name;
            }
        }
        return "";
    }
}
