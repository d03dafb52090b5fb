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
 * The texts of the mails: templates in UTF-8, {@code AUDIENCE-KIND_LANGUAGE.txt}, whose first line is {@code Subject:
 * …} and whose third begins the body. A file of the operator's own folder stands instead of the built-in one.
 *
 * <p>Placeholders: {@code {account} {domain} {scope} {limit} {used} {allowed} {at} {release}}.
 */
@ThreadSafe
public final class NotificationTexts {
    private static final String SUBJECT = "Subject: ";

    private static final DateTimeFormatter MINUTES =
            DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm 'UTC'").withZone(ZoneOffset.UTC);

    /** For a release that nobody can name: the message was larger than the whole limit. */
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
     * @param folder of the operator's own; empty for none
     * @param problem is told of each file that is none
     */
    static NotificationTexts read(String folder, Consumer<String> problem) {
        Map<String, Template> templates = new HashMap<>();
        for (RecipientRole audience : RecipientRole.values()) {
            for (Notification.Kind kind : Notification.Kind.values()) {
                if (audience == RecipientRole.OWNER && kind == Notification.Kind.BLOCKED) {
                    continue;
                }
                for (Language language : Language.values()) {
                    String name = name(audience, kind, language);
                    templates.put(name, own(folder, name, problem));
                }
            }
        }
        return new NotificationTexts(Map.copyOf(templates));
    }

    private static Template own(String folder, String name, Consumer<String> problem) {
        if (!folder.isEmpty()) {
            try {
                Path file = Path.of(folder, name);
                if (Files.exists(file)) {
                    return parse(Files.readString(file));
                }
            } catch (IOException | IllegalArgumentException e) {
                problem.accept("sekisho.notification.templates: " + name + " cannot be used (" + e + ")");
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

    private static String name(RecipientRole audience, Notification.Kind kind, Language language) {
        return audience.word() + "-" + kind.word() + "_" + language.word() + ".txt";
    }

    NotificationMail letter(RecipientRole audience, List<String> to, Language language, Notification notice) {
        Template template = templates.get(name(audience, notice.kind(), language));
        if (template == null) {
            throw new IllegalArgumentException("nothing to say to " + audience + " about " + notice.kind());
        }
        return new NotificationMail(
                to, language.word(), fill(template.subject, language, notice), fill(template.body, language, notice));
    }

    private static String fill(String template, Language language, Notification notice) {
        String release = notice.release().isAfter(notice.at())
                ? time(notice.release().plusSeconds(59).truncatedTo(ChronoUnit.MINUTES))
                : NEVER.getOrDefault(language, "");
        return template.replace("{limit}", LogText.oneLine(notice.limit()))
                .replace("{used}", Long.toString(notice.used()))
                .replace("{allowed}", Long.toString(notice.allowed()))
                .replace("{at}", time(notice.at()))
                .replace("{release}", release)
                .replace("{scope}", LogText.oneLine(notice.scope()))
                // Last, so that braces in what comes from outside are nothing but text.
                .replace("{domain}", LogText.oneLine(notice.domain()))
                .replace("{account}", LogText.oneLine(notice.account()));
    }

    private static String time(Instant at) {
        return MINUTES.format(at);
    }
}
