// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.login;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** "Troubleshooting logins" explains each reason that the decision log can give for a login. */
class LoginReasonsDocsTest {
    private static final Pattern REASON = Pattern.compile(
            "(?:rejected\\(Rejection\\.\\w+, |new Rejected\\(Rejection\\.\\w+, |new TemporaryFailure\\(|new Wait\\([^\"]*)\"([^\"]+)\"");

    /** Reasons of wrong settings and requests, which name what is wrong themselves. */
    private static final Set<String> SELF_EXPLAINING = Set.of(
            "method none is for smtp only",
            "no recipient that can be read",
            "no MX of ",
            "sekisho.login.mx-address is not set",
            "nginx needs the clear password, which is not stored",
            "the answer does not fit nginx",
            "networks of an app password: ");

    @Test
    void eachReasonIsExplained() throws IOException {
        String section = Files.readString(Path.of("docs/operate/accounts.md"));
        Set<String> unexplained = new TreeSet<>();
        int found = 0;
        try (Stream<Path> files = Files.walk(Path.of("src/main/java/dev/sekisho/login"))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Matcher reason = REASON.matcher(Files.readString(file));
                while (reason.find()) {
                    found++;
                    if (!section.contains('`' + reason.group(1).strip())
                            && !SELF_EXPLAINING.contains(reason.group(1))) {
                        unexplained.add(reason.group(1));
                    }
                }
            }
        }
        assertThat(found).isGreaterThan(25);
        assertThat(unexplained).isEmpty();
    }
}
