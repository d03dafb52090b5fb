// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.ctl;

import com.google.errorprone.annotations.ThreadSafe;
import dev.sekisho.ctl.client.CtlException;
import dev.sekisho.ctl.client.Exit;
import dev.sekisho.importer.TextFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads the settings of a node from the files of its server: {@code NAME=value} lines (server.env, or properties), or
 * Liberty's {@code <variable>} elements.
 */
@ThreadSafe
final class SettingsFile {
    private static final Pattern VARIABLE = Pattern.compile("<variable\\s+([^>]*?)/?>");
    private static final Pattern ATTRIBUTE = Pattern.compile("(name|value|defaultValue)\\s*=\\s*\"([^\"]*)\"");
    private static final Pattern COMMENT = Pattern.compile("<!--.*?-->", Pattern.DOTALL);

    private SettingsFile() {}

    /**
     * The settings of Sekisho in the file, by the names in it ({@code SEKISHO_HTTP_PORT} or {@code sekisho.http.port}).
     *
     * @throws CtlException if it cannot be read, or a line is not a setting
     */
    static Map<String, String> read(Path file) {
        String text;
        try {
            text = TextFile.read(file).text();
        } catch (IOException e) {
            throw new CtlException(Exit.UNKNOWN, "Cannot read " + file + ": " + e.getMessage(), e);
        }
        return file.toString().endsWith(".xml") ? ofXml(text) : ofLines(file.toString(), text);
    }

    private static Map<String, String> ofLines(String file, String text) {
        Map<String, String> settings = new LinkedHashMap<>();
        int number = 0;
        for (String line : text.lines().toList()) {
            number++;
            if (line.isBlank() || line.stripLeading().startsWith("#")) {
                continue;
            }
            int equals = line.indexOf('=');
            if (equals < 1) {
                throw new CtlException(Exit.UNKNOWN, file + ":" + number + " is not NAME=value");
            }
            put(settings, line.substring(0, equals).strip(), line.substring(equals + 1));
        }
        return settings;
    }

    private static Map<String, String> ofXml(String text) {
        Map<String, String> settings = new LinkedHashMap<>();
        Matcher variable = VARIABLE.matcher(COMMENT.matcher(text).replaceAll(""));
        while (variable.find()) {
            Map<String, String> attributes = new TreeMap<>();
            Matcher attribute = ATTRIBUTE.matcher(variable.group(1));
            while (attribute.find()) {
                attributes.put(attribute.group(1), unescaped(attribute.group(2)));
            }
            String value = attributes.getOrDefault("value", attributes.getOrDefault("defaultValue", ""));
            put(settings, attributes.getOrDefault("name", ""), value);
        }
        return settings;
    }

    private static String unescaped(String text) {
        return text.replace("&lt;", "<")
                .replace("&gt;", ">")
                .replace("&quot;", "\"")
                .replace("&apos;", "'")
                .replace("&amp;", "&");
    }

    static void put(Map<String, String> settings, String name, String value) {
        if (name.startsWith("SEKISHO_") || name.startsWith("sekisho.")) {
            settings.put(name, value);
        }
    }
}
