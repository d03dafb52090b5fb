// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.service.limit;

import com.google.errorprone.annotations.ThreadSafe;
import dev.sekisho.directory.ScopeKind;
import dev.sekisho.directory.SendScope;
import dev.sekisho.directory.UnauthenticatedPolicy;
import dev.sekisho.directory.snapshot.ScopeRule;
import dev.sekisho.limit.SendLimits;
import dev.sekisho.sendlimit.counter.SendCounters;
import dev.sekisho.service.FieldErrors;
import dev.sekisho.service.PathKey;
import dev.sekisho.service.access.Access;
import dev.sekisho.service.access.Allowed;
import dev.sekisho.service.change.AfterCommit;
import dev.sekisho.service.change.ChangeLog;
import dev.sekisho.service.change.DirectoryWriter;
import dev.sekisho.service.change.EntryKind;
import dev.sekisho.service.change.PathEntities;
import dev.sekisho.service.change.Saved;
import dev.sekisho.service.change.Transacted;
import dev.sekisho.service.list.Page;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Optional;

/** Scopes: limits that all mail from a network, with an envelope sender or with a policy context shares. */
@ThreadSafe
@ApplicationScoped
@Transacted
public class SendScopeService {
    private static final EntryKind<SendScope, SendScopeBody> SCOPE =
            new EntryKind<>(SendScope.class, "send-scope", SendScope::name, SendScopeBody::of);

    @Inject
    private PathEntities entities;

    @Inject
    private DirectoryWriter writer;

    @Inject
    private ChangeLog changes;

    @Inject
    private AfterCommit afterCommit;

    @Inject
    private SendCounters counters;

    @Allowed(Access.SEE_ALL)
    public Page<SendScopeBody> list(Page.Range range) {
        return entities.page(SCOPE, range);
    }

    @Allowed(Access.SEE_ALL)
    public SendScopeBody get(String name) {
        return SendScopeBody.of(entities.named(SCOPE, name));
    }

    /** Creates or replaces a scope. */
    @Allowed(Access.ADMINISTER)
    public Saved<SendScopeBody> put(String key, SendScopeRequest request, FieldErrors errors) {
        SharedLimits.check("sendLimits", request.sendLimits(), errors);
        if (request.kind() != ScopeKind.NETWORK
                && (request.noLogin() != UnauthenticatedPolicy.COUNT
                        || request.nullSender() != UnauthenticatedPolicy.COUNT)) {
            errors.add("kind", "must be network if noLogin or nullSender is not count");
        }
        errors.check();
        String name = PathKey.name(key);
        return writer.put(SCOPE, name, Optional.empty(), () -> new SendScope(name), scope -> {
            scope.setSubject(request.kind(), request.subject());
            scope.setSendLimits(request.sendLimits().orElse(SendLimits.UNLIMITED));
            scope.setNoLogin(request.noLogin());
            scope.setNullSender(request.nullSender());
        });
    }

    @Allowed(Access.ADMINISTER)
    public void delete(String name) {
        writer.delete(SCOPE, entities.named(SCOPE, name));
    }

    /** The counters of a scope. */
    @Allowed(Access.SEE_ALL)
    public CountersBody counters(String name) {
        return body(rule(entities.named(SCOPE, name)));
    }

    /** Resets the counters of a scope. */
    @Allowed(Access.SUPPORT_ALL)
    public void resetCounters(String name) {
        ScopeRule rule = rule(entities.named(SCOPE, name));
        changes.record("counters", rule.key(), body(rule), null);
        afterCommit.run(() -> counters.reset(rule));
    }

    private CountersBody body(ScopeRule rule) {
        return CountersBody.of(rule.key(), counters.usage(rule));
    }

    private static ScopeRule rule(SendScope scope) {
        return new ScopeRule(
                ScopeRule.key(scope.kind(), scope.subject()),
                scope.kind(),
                scope.sendLimits(),
                scope.noLogin(),
                scope.nullSender());
    }
}
