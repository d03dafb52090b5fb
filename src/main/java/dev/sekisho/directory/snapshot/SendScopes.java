// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.directory.snapshot;

import com.google.errorprone.annotations.ThreadSafe;
import dev.sekisho.directory.Address;
import dev.sekisho.directory.ScopeKind;
import dev.sekisho.directory.UnauthenticatedPolicy;
import dev.sekisho.limit.SendLimits;
import dev.sekisho.net.NetworkMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The limits of scopes, and the networks without limits. */
@ThreadSafe
public final class SendScopes {
    /** No scopes. */
    public static final SendScopes NONE = new Builder().build();

    private final NetworkMap<ScopeRule> networks;
    private final NetworkMap<String> exempt;
    private final Map<String, ScopeRule> senders;
    private final Map<String, ScopeRule> contexts;
    private final List<ScopeRule> rules;
    private final boolean empty;

    private SendScopes(Builder builder) {
        this.networks = builder.networks.build();
        this.exempt = builder.exempt.build();
        this.senders = Map.copyOf(builder.senders);
        this.contexts = Map.copyOf(builder.contexts);
        this.rules = builder.rows.values().stream()
                .filter(ScopeRule.class::isInstance)
                .map(ScopeRule.class::cast)
                .toList();
        this.empty = networks.isEmpty() && exempt.isEmpty() && senders.isEmpty() && contexts.isEmpty();
    }

    /** Whether there are neither scopes nor exempt networks. */
    public boolean isEmpty() {
        return empty;
    }

    /**
     * The rule of the smallest network that contains the client's address; null for none. Without an address, the rule
     * of the network of all addresses.
     */
    public @Nullable ScopeRule network(String clientAddress) {
        return networks.find(clientAddress);
    }

    /** Name of the exemption of a client's network; null for none. */
    public @Nullable String exemption(String clientAddress) {
        return exempt.find(clientAddress);
    }

    /** The rule of an envelope sender, by its address or else its domain; null for none. */
    public @Nullable ScopeRule sender(String sender) {
        if (senders.isEmpty() || sender.isEmpty()) {
            return null;
        }
        String address = Address.canonical(sender);
        ScopeRule own = senders.get(address);
        int at = address.lastIndexOf('@');
        return own != null || at < 0 ? own : senders.get(address.substring(at));
    }

    /** The rule of a {@code policy_context}; null for none. */
    public @Nullable ScopeRule context(String policyContext) {
        return contexts.isEmpty() ? null : contexts.get(policyContext);
    }

    /** All rules, in no order. */
    public List<ScopeRule> rules() {
        return rules;
    }

    /** The rule of a kind and subject, to show its usage. */
    public Optional<ScopeRule> rule(ScopeKind kind, String subject) {
        return Optional.ofNullable(
                switch (kind) {
                    case NETWORK -> networks.find(subject.replaceAll("/.*", ""));
                    case SENDER -> senders.get(subject);
                    case CONTEXT -> contexts.get(subject);
                });
    }

    /** Collects rules. */
    public static final class Builder {
        private final NetworkMap.Builder<ScopeRule> networks = new NetworkMap.Builder<>();
        private final NetworkMap.Builder<String> exempt = new NetworkMap.Builder<>();
        private final Map<String, ScopeRule> senders = new HashMap<>();
        private final Map<String, ScopeRule> contexts = new HashMap<>();
        private final Map<String, Object> rows = new HashMap<>();

        /** All scopes and exempt networks, to compare them. */
        Map<String, Object> rows() {
            return rows;
        }

        /**
         * Adds a scope.
         *
         * @throws IllegalArgumentException if {@code subject} is not valid for the kind
         */
        public Builder scope(
                ScopeKind kind,
                String subject,
                SendLimits limits,
                UnauthenticatedPolicy noLogin,
                UnauthenticatedPolicy nullSender) {
            ScopeRule rule = new ScopeRule(ScopeRule.key(kind, subject), kind, limits, noLogin, nullSender);
            switch (kind) {
                case NETWORK -> networks.add(subject, rule);
                case SENDER -> senders.put(subject, rule);
                case CONTEXT -> contexts.put(subject, rule);
            }
            rows.put(rule.key(), rule);
            return this;
        }

        /**
         * Adds a network without limits.
         *
         * @throws IllegalArgumentException if {@code network} is not a network
         */
        public Builder exempt(String network, String name) {
            exempt.add(network, name);
            rows.put(network, name);
            return this;
        }

        public SendScopes build() {
            return new SendScopes(this);
        }
    }
}
