// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.mail;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Starts {@link MailServers} once for all test classes, or skips these where a server is missing.
 *
 * <p>Skipping is a warning that names what is missing; with {@code MAIL_TESTS_REQUIRED=true} it is a failure.
 *
 * <p>Safe for use by JUnit's threads.
 */
final class MailServersExtension implements ExecutionCondition, BeforeAllCallback {
    private static final System.Logger LOG = System.getLogger(MailServersExtension.class.getName());
    private static final ExtensionContext.Namespace NAMESPACE =
            ExtensionContext.Namespace.create(MailServersExtension.class);

    private static volatile @Nullable MailServers running;

    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
        if (context.getTestMethod().isPresent()) {
            return ConditionEvaluationResult.enabled("judged for the class");
        }
        List<String> missing = MailServers.missing();
        if (missing.isEmpty()) {
            return ConditionEvaluationResult.enabled("the mail servers are installed");
        }
        String message = "REAL MAIL NOT TESTED: " + context.getDisplayName() + " is skipped; this machine lacks "
                + String.join(", ", missing)
                + ". On Debian, as root: apt-get install nginx-light libnginx-mod-mail postfix dovecot-imapd dovecot-pop3d"
                + " dovecot-lmtpd openssl";
        if ("true".equals(System.getenv("MAIL_TESTS_REQUIRED"))) {
            throw new IllegalStateException(message + " (MAIL_TESTS_REQUIRED=true)");
        }
        LOG.log(System.Logger.Level.WARNING, message);
        return ConditionEvaluationResult.disabled(message);
    }

    @Override
    public void beforeAll(ExtensionContext context) {
        running = servers(context);
    }

    /** The servers of the class under test. Arquillian's own extension fails on parameters that it does not know. */
    static MailServers running() {
        return Objects.requireNonNull(running);
    }

    private static MailServers servers(ExtensionContext context) {
        return Objects.requireNonNull(context.getRoot()
                .getStore(NAMESPACE)
                .getOrComputeIfAbsent(MailServers.class, key -> MailServers.started(), MailServers.class));
    }
}
