// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.quota.cache;

import com.google.errorprone.annotations.ThreadSafe;
import dev.sekisho.policy.PolicyRequest;
import dev.sekisho.quota.MessageConfig;
import java.io.Serializable;
import javax.cache.processor.EntryProcessor;
import javax.cache.processor.MutableEntry;

/**
 * The messages between {@code RCPT} and {@code END-OF-MESSAGE}, by Postfix and instance: these requests may come on
 * different connections, and to different nodes.
 *
 * <p>A message is removed when it passes. A rejected message is kept, since Postfix keeps its recipients and the
 * instance for a client that continues without {@code RSET}. A message that the client gives up expires.
 */
@ThreadSafe
public final class TransactionCache {
    private final TolerantCache<RememberedMessage> messages;

    TransactionCache(BoundedCaches caches, CacheFailures failures, MessageConfig config) {
        messages = new TolerantCache<>(
                caches.open(
                        "quota-messages", RememberedMessage.class, config.rememberedMessages(), config.rememberedFor()),
                failures);
    }

    /** The key of the message of a request; empty as long as it has none. */
    static String key(PolicyRequest request) {
        return request.instance().isEmpty() ? "" : request.policyClient() + ' ' + request.instance();
    }

    public void add(PolicyRequest request, RememberedRecipient recipient) {
        String key = key(request);
        if (!key.isEmpty()) {
            messages.change(key, new Adding(recipient));
        }
    }

    /** The remembered message; {@link RememberedMessage#NONE} if there is none. */
    public RememberedMessage find(PolicyRequest request) {
        String key = key(request);
        RememberedMessage found = key.isEmpty() ? null : messages.get(key);
        return found == null ? RememberedMessage.NONE : found;
    }

    public void forget(PolicyRequest request) {
        String key = key(request);
        if (!key.isEmpty()) {
            messages.remove(key);
        }
    }

    /** One atomic step: two mail hosts may answer two recipients of a message at the same moment. */
    private record Adding(RememberedRecipient recipient)
            implements EntryProcessor<String, RememberedMessage, Boolean>, Serializable {
        @Override
        public Boolean process(MutableEntry<String, RememberedMessage> entry, Object... arguments) {
            RememberedMessage before = entry.exists() ? entry.getValue() : RememberedMessage.NONE;
            entry.setValue(before.with(recipient));
            return true;
        }
    }
}
