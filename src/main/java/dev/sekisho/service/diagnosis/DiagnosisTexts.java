// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.service.diagnosis;

import com.google.errorprone.annotations.ThreadSafe;
import dev.sekisho.bruteforce.Block;
import dev.sekisho.bruteforce.KnownNetwork;
import dev.sekisho.bruteforce.Rule;
import dev.sekisho.decision.RecentLogins;
import dev.sekisho.service.diagnosis.LoginCauses.Verdict;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.ResourceBundle;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The sentences of a diagnosis, in English or Japanese: {@code DiagnosisTexts.properties}.
 *
 * <p>A text has values in braces, and parts in brackets that are left out if their value is empty. Values are not read
 * again, so that a reason may have any characters. Times are UTC, those of today without the date.
 */
@ThreadSafe
final class DiagnosisTexts {
    private static final ResourceBundle.Control NO_FALLBACK =
            ResourceBundle.Control.getNoFallbackControl(ResourceBundle.Control.FORMAT_PROPERTIES);

    private static final Pattern PART = Pattern.compile("\\[([^\\[\\]]*)\\]|\\{([a-z]+)\\}");
    private static final Pattern VALUE = Pattern.compile("\\{([a-z]+)\\}");
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("HH:mm 'UTC'").withZone(ZoneOffset.UTC);
    private static final DateTimeFormatter DAY_AND_TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm 'UTC'").withZone(ZoneOffset.UTC);

    private final ResourceBundle bundle;
    private final Instant now;

    DiagnosisTexts(Locale locale, Instant now) {
        Locale known = locale.getLanguage().equals(Locale.JAPANESE.getLanguage()) ? Locale.JAPANESE : Locale.ROOT;
        this.bundle = ResourceBundle.getBundle(
                "dev.sekisho.service.diagnosis.DiagnosisTexts",
                known,
                DiagnosisTexts.class.getClassLoader(),
                NO_FALLBACK);
        this.now = now;
    }

    /** The sentence of a cause. */
    String of(Cause cause) {
        Map<String, String> values = new HashMap<>();
        values.put("client", cause.origin().client());
        values.put("protocol", cause.origin().protocol().toUpperCase(Locale.ROOT));
        values.put("method", cause.origin().method().toUpperCase(Locale.ROOT));
        values.put("times", times(cause.seen().times()));
        values.put("last", time(cause.seen().last()));
        values.put("since", time(cause.period().since()));
        values.put("until", time(cause.period().until()));
        values.put("by", cause.period().by().orElse(""));
        values.put("detail", cause.detail());
        values.put("from", origins(cause.detail()));
        cause.block().ifPresent(block -> {
            values.put("rule", block.rule().word());
            values.put("subject", block.subject().substring(block.subject().lastIndexOf(' ') + 1));
        });
        return text(key(cause), values);
    }

    private String times(int times) {
        return switch (times) {
            case 0 -> "";
            case 1 -> text("times.one", Map.of());
            default -> text("times.many", Map.of("count", String.valueOf(times)));
        };
    }

    private static String key(Cause cause) {
        if (cause.kind() != CauseKind.BLOCKED) {
            return cause.kind().word();
        }
        Block block = cause.block().orElseThrow();
        if (block.account().isPresent()) {
            return "blocked.account";
        }
        return block.rule() == Rule.NETWORK ? "blocked.network" : "blocked.address";
    }

    private String origins(String detail) {
        return Arrays.stream(detail.split(", ", -1))
                .map(each -> bundle.containsKey("from." + each) ? bundle.getString("from." + each) : each)
                .collect(Collectors.joining(", "));
    }

    /** The sentence if nothing prevents a login, with that of the last one. */
    String canLogIn(String lastLogin) {
        return text(Verdict.YES.word(), Map.of("last", lastLogin));
    }

    /**
     * The sentence of the last successful login.
     *
     * @param login the last one that this node knows
     * @param network the network of the last one at any node
     */
    String lastLogin(Optional<RecentLogins.Login> login, Optional<KnownNetwork> network) {
        return login.map(each -> text(
                        "last",
                        Map.of(
                                "client", each.client(),
                                "protocol", each.protocol().toUpperCase(Locale.ROOT),
                                "last", time(Optional.of(each.last())))))
                .or(() -> network.map(each -> text(
                        "last.day",
                        Map.of(
                                "client", each.network(),
                                "last", LocalDate.ofEpochDay(each.day()).toString()))))
                .orElseGet(() -> text("last.none", Map.of()));
    }

    private String time(Optional<Instant> moment) {
        return moment.map(at -> (isToday(at) ? TIME : DAY_AND_TIME).format(at)).orElse("");
    }

    private boolean isToday(Instant at) {
        return at.atOffset(ZoneOffset.UTC)
                .toLocalDate()
                .equals(now.atOffset(ZoneOffset.UTC).toLocalDate());
    }

    private String text(String key, Map<String, String> values) {
        return PART.matcher(bundle.getString(key))
                .replaceAll(part -> Matcher.quoteReplacement(part(part.group(), values)));
    }

    private static String part(String part, Map<String, String> values) {
        boolean optional = part.startsWith("[");
        String inner = optional ? part.substring(1, part.length() - 1) : part;
        boolean empty = VALUE.matcher(inner)
                .results()
                .anyMatch(each -> values.getOrDefault(each.group(1), "").isEmpty());
        return optional && empty
                ? ""
                : VALUE.matcher(inner)
                        .replaceAll(each -> Matcher.quoteReplacement(values.getOrDefault(each.group(1), "")));
    }
}
