// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.notification;

import com.google.errorprone.annotations.ThreadSafe;
import dev.sekisho.directory.Language;
import dev.sekisho.text.LogText;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * The templates of mails: {@code ROLE-KIND_LANGUAGE.txt} in UTF-8. The first line is {@code Subject: …}, the second one
 * empty; the body begins in the third. A file in the operator's folder replaces the built-in one.
 *
 * <p>Placeholders: {@code {account} {domain} {scope} {limit} {used} {allowed} {at} {release}}.
 */
@ThreadSafe
public final class NotificationTexts {
    private static final String SUBJECT = "Subject: ";

    private static final DateTimeFormatter MINUTES =
            DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm 'UTC'").withZone(ZoneOffset.UTC);

    /** The release of a message that is larger than the whole limit, so there is no time. */
    private static final Map<Language, String> NEVER = Map.of(
            Language.EN, "with fewer recipients, or a smaller message",
            Language.JA, "宛先またはサイズを減らした場合");

    private record Template(String subject, String body) {}

    private final Map<String, Template> templates;

    private NotificationTexts(Map<String, Template> templates) {
        this.templates = templates;
    }

    /**
     * Reads all templates.
     *
     * @param folder folder with the operator's templates; empty for none
     * @param problem receives a message for each unusable file
     */
    static NotificationTexts read(String folder, Consumer<String> problem) {
        Map<String, Template> templates = new HashMap<>();
        for (RecipientRole role : RecipientRole.values()) {
            for (Notification.Kind kind : Notification.Kind.values()) {
                if (role == RecipientRole.OWNER && kind == Notification.Kind.BLOCKED) {
                    continue;
                }
                for (Language language : Language.values()) {
                    String name = name(role, kind, language);
                    templates.put(name, template(folder, name, problem));
                }
            }
        }
        return new NotificationTexts(Map.copyOf(templates));
    }

    private static Template template(String folder, String name, Consumer<String> problem) {
        if (!folder.isEmpty()) {
            try {
                Path file = Path.of(folder, name);
                if (Files.exists(file)) {
                    return parse(Files.readString(file));
                }
            } catch (IOException | IllegalArgumentException e) {
                problem.accept("sekisho.notification.templates: cannot use " + name + " (" + e + ")");
            }
        }
        try (InputStream in = NotificationTexts.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("no template " + name);
            }
            return parse(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Template parse(String text) {
        List<String> lines = text.lines().toList();
        if (lines.size() < 3
                || !lines.get(0).startsWith(SUBJECT)
                || !lines.get(1).isBlank()) {
            throw new IllegalArgumentException("must begin with \"Subject: …\" and an empty line");
        }
        return new Template(
                lines.get(0).substring(SUBJECT.length()), String.join("\n", lines.subList(2, lines.size())) + "\n");
    }

    private static String name(RecipientRole role, Notification.Kind kind, Language language) {
        return role.word() + "-" + kind.word() + "_" + language.word() + ".txt";
    }

    NotificationMail mail(RecipientRole role, List<String> to, Language language, Notification notification) {
        Template template = templates.get(name(role, notification.kind(), language));
        if (template == null) {
            throw new IllegalArgumentException("no template for " + role + " and " + notification.kind());
        }
        return new NotificationMail(
                to,
                language.word(),
                fill(template.subject, language, notification),
                fill(template.body, language, notification));
    }

    private static String fill(String template, Language language, Notification notification) {
        String release = notification.release().isAfter(notification.at())
                ? time(notification.release().plusSeconds(59).truncatedTo(ChronoUnit.MINUTES))
                : NEVER.getOrDefault(language, "");
        return template.replace("{limit}", LogText.oneLine(notification.limit()))
                .replace("{used}", Long.toString(notification.used()))
                .replace("{allowed}", Long.toString(notification.allowed()))
                .replace("{at}", time(notification.at()))
                .replace("{release}", release)
                .replace("{scope}", LogText.oneLine(notification.scope()))
                // Last, so that placeholders in external text are not replaced.
                .replace("{domain}", LogText.oneLine(notification.domain()))
                .replace("{account}", LogText.oneLine(notification.account()));
    }

    private static String time(Instant at) {
        return MINUTES.format(at);
    }
}
