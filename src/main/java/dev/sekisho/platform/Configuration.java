// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.platform;

import com.google.errorprone.annotations.ThreadSafe;
import dev.sekisho.bruteforce.BruteForceConfig;
import dev.sekisho.cluster.ClusterConfig;
import dev.sekisho.cluster.ClusterSecret;
import dev.sekisho.decision.DecisionConfig;
import dev.sekisho.decision.JournalConfig;
import dev.sekisho.directory.snapshot.SnapshotConfig;
import dev.sekisho.login.AuthPolicyConfig;
import dev.sekisho.login.LoginConfig;
import dev.sekisho.login.credential.KeyRingConfig;
import dev.sekisho.notification.NotificationConfig;
import dev.sekisho.quota.MessageConfig;
import dev.sekisho.quota.QuotaConfig;
import dev.sekisho.quota.client.UsageConfig;
import dev.sekisho.sendlimit.SendLimitConfig;
import dev.sekisho.service.ServiceConfig;
import dev.sekisho.settings.EffectiveSettings;
import dev.sekisho.settings.Setting;
import dev.sekisho.settings.Settings;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.ConfigProvider;

/** All settings, read once; produces the configuration class of each component. */
@ThreadSafe
@ApplicationScoped
public class Configuration {
    private static final int BRUTE_FORCE_KEY_BYTES = 32;

    private final ServerConfig server;
    private final ListenerConfig sendLimitListener;
    private final ListenerConfig quotaListener;
    private final SnapshotConfig account;
    private final ServiceConfig admin;
    private final DecisionConfig decision;
    private final JournalConfig journal;
    private final LoginConfig loginConfig;
    private final NotificationConfig notification;
    private final KeyRingConfig keyRing;
    private final QuotaConfig quota;
    private final MessageConfig quotaMessages;
    private final UsageConfig quotaUsage;
    private final SendLimitConfig sendLimit;
    private final BruteForceConfig bruteForce;
    private final AuthPolicyConfig authPolicy;
    private final Config config;
    private final ClusterConfig cluster;
    private final List<String> problems;

    public Configuration() {
        this(ConfigProvider.getConfig());
    }

    Configuration(Config config) {
        Settings settings = new Settings(config);
        server = ServerConfig.read(settings);
        sendLimitListener = ListenerConfig.read(settings, "sendlimit");
        quotaListener = ListenerConfig.read(settings, "quota");
        account = SnapshotConfig.read(settings);
        admin = ServiceConfig.read(settings);
        decision = DecisionConfig.read(settings);
        journal = JournalConfig.read(settings);
        loginConfig = LoginConfig.read(settings);
        notification = NotificationConfig.read(settings);
        keyRing = KeyRingConfig.read(settings);
        quota = QuotaConfig.read(settings);
        quotaMessages = MessageConfig.read(settings);
        quotaUsage = UsageConfig.read(settings);
        sendLimit = SendLimitConfig.read(settings);
        authPolicy = AuthPolicyConfig.read(settings);
        cluster = ClusterConfig.read(settings);
        // All nodes must derive the same key, because it hashes the keys of shared counters.
        bruteForce = BruteForceConfig.read(settings).withKeyFrom(() -> bruteForceKey(cluster.secret()));
        contradictions(settings);
        settings.rejectUnknown(all());
        this.config = config;
        problems = settings.problems();
    }

    /** Derived by a slow function, because cluster traffic exposes hashes made with the key. Empty without a secret. */
    private static String bruteForceKey(ClusterSecret secret) {
        return secret.isEmpty() ? "" : secret.derived("brute-force protection key", BRUTE_FORCE_KEY_BYTES);
    }

    private void contradictions(Settings settings) {
        if (loginConfig.key().isEmpty() && !server.isLoopback()) {
            settings.problem("sekisho.login.key is not set although sekisho.http.host is not loopback: any client could"
                    + " guess passwords");
        }
        if (sendLimitListener.port() == quotaListener.port()) {
            settings.problem("sekisho.sendlimit.port and sekisho.quota.port are the same");
        }
        if (quota.timeout().toMillis() >= quotaListener.answerTimeoutMillis()) {
            settings.problem(
                    "sekisho.quota.timeout-millis is not below sekisho.quota.answer-timeout-millis: a slow mail"
                            + " host would leave Postfix without an answer");
        }
        if (cluster.isClustered()
                && cluster.timeout().toMillis()
                        >= Math.min(sendLimitListener.answerTimeoutMillis(), quotaListener.answerTimeoutMillis())) {
            settings.problem("sekisho.cluster.timeout-millis is not below the answer-timeout-millis of both listeners");
        }
        if (server.httpPort() == server.httpsPort()) {
            settings.problem("sekisho.http.port and sekisho.https.port are the same");
        }
    }

    /** All settings, in the order of the documentation. */
    static List<Setting<?>> all() {
        List<Setting<?>> all = new ArrayList<>(ServerConfig.SETTINGS);
        all.addAll(SnapshotConfig.SETTINGS);
        all.addAll(LoginConfig.SETTINGS);
        all.addAll(KeyRingConfig.SETTINGS);
        all.addAll(BruteForceConfig.SETTINGS);
        all.addAll(AuthPolicyConfig.SETTINGS);
        all.addAll(SendLimitConfig.SETTINGS);
        all.addAll(ListenerConfig.settings("sendlimit"));
        all.addAll(QuotaConfig.SETTINGS);
        all.addAll(MessageConfig.SETTINGS);
        all.addAll(UsageConfig.SETTINGS);
        all.addAll(ListenerConfig.settings("quota"));
        all.addAll(DecisionConfig.SETTINGS);
        all.addAll(JournalConfig.SETTINGS);
        all.addAll(NotificationConfig.SETTINGS);
        all.addAll(ServiceConfig.SETTINGS);
        all.addAll(ClusterConfig.SETTINGS);
        return all;
    }

    /** The problems of the settings; empty if Sekisho can start. */
    List<String> problems() {
        return problems;
    }

    List<ListenerConfig> listeners() {
        return List.of(sendLimitListener, quotaListener);
    }

    @Produces
    @Singleton
    EffectiveSettings shown() {
        return EffectiveSettings.of(all(), config);
    }

    @Produces
    @Singleton
    ServerConfig server() {
        return server;
    }

    @Produces
    @Singleton
    SnapshotConfig account() {
        return account;
    }

    @Produces
    @Singleton
    ServiceConfig admin() {
        return admin;
    }

    @Produces
    @Singleton
    DecisionConfig decision() {
        return decision;
    }

    @Produces
    @Singleton
    JournalConfig journal() {
        return journal;
    }

    @Produces
    @Singleton
    NotificationConfig notification() {
        return notification;
    }

    @Produces
    @Singleton
    LoginConfig loginConfig() {
        return loginConfig;
    }

    @Produces
    @Singleton
    KeyRingConfig keyRing() {
        return keyRing;
    }

    @Produces
    @Singleton
    QuotaConfig quota() {
        return quota;
    }

    @Produces
    @Singleton
    MessageConfig quotaMessages() {
        return quotaMessages;
    }

    @Produces
    @Singleton
    UsageConfig quotaUsage() {
        return quotaUsage;
    }

    @Produces
    @Singleton
    SendLimitConfig sendLimit() {
        return sendLimit;
    }

    @Produces
    @Singleton
    BruteForceConfig bruteForce() {
        return bruteForce;
    }

    @Produces
    @Singleton
    AuthPolicyConfig authPolicy() {
        return authPolicy;
    }

    @Produces
    @Singleton
    ClusterConfig cluster() {
        return cluster;
    }
}
