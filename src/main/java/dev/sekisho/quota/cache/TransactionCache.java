// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.quota.cache;

import com.google.errorprone.annotations.ThreadSafe;
import dev.sekisho.policy.PolicyRequest;
import dev.sekisho.quota.MessageConfig;
import java.io.Serializable;
import javax.cache.processor.EntryProcessor;
import javax.cache.processor.MutableEntry;

/**
 * The messages between {@code RCPT} and {@code END-OF-MESSAGE}, by Postfix and instance: those questions may come on
 * different connections, and to different nodes of a cluster.
 *
 * <p>A message is forgotten when it was let through; one that was refused is kept, since Postfix keeps its recipients
 * and the instance for a client that goes on without {@code RSET}. What a client gives up goes by time or by the bound.
 */
@ThreadSafe
public final class TransactionCache {
    private final TolerantCache<RememberedMessage> messages;

    TransactionCache(BoundedCaches caches, CacheFailures trouble, MessageConfig config) {
        messages = new TolerantCache<>(
                caches.open(
                        "quota-messages", RememberedMessage.class, config.rememberedMessages(), config.rememberedFor()),
                trouble);
    }

    /** The name of the message that a request is about; empty as long as it has none. */
    static String key(PolicyRequest request) {
        return request.instance().isEmpty() ? "" : request.policyClient() + ' ' + request.instance();
    }

    public void add(PolicyRequest request, RememberedRecipient recipient) {
        String key = key(request);
        if (!key.isEmpty()) {
            messages.change(key, new Adding(recipient));
        }
    }

    /** What is known of the message; {@link RememberedMessage#NONE} if nothing. */
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

    /** One atomic step: two recipients of a message may be answered by two mail hosts at the same moment. */
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
