// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.mail;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Sets the variables of {@link SekishoSettings} in the server before Sekisho is deployed, and removes them after it is
 * gone.
 *
 * <p>To be registered before Arquillian's extension. Confined to JUnit's thread.
 */
final class SekishoSettingsExtension implements BeforeAllCallback, AfterAllCallback {
    private static final Path FILE = Path.of(
            System.getProperty("wlp.home"), "usr", "servers", "sekisho-it", "configDropins", "overrides", "test.xml");

    @Override
    public void beforeAll(ExtensionContext context) throws IOException {
        SekishoSettings settings = context.getRequiredTestClass().getAnnotation(SekishoSettings.class);
        if (settings == null) {
            return;
        }
        StringBuilder xml = new StringBuilder("<server>\n");
        for (String setting : settings.value()) {
            int equals = setting.indexOf('=');
            xml.append("<variable name=\"")
                    .append(setting, 0, equals)
                    .append("\" value=\"")
                    .append(setting.substring(equals + 1))
                    .append("\"/>\n");
        }
        Files.createDirectories(FILE.getParent());
        Files.writeString(FILE, xml.append("</server>\n"));
    }

    @Override
    public void afterAll(ExtensionContext context) throws IOException {
        Files.deleteIfExists(FILE);
    }
}
