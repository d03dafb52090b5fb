// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.quota.cache;

import com.google.errorprone.annotations.ThreadSafe;
import dev.sekisho.net.IpNetwork;
import dev.sekisho.policy.PolicyRequest;
import dev.sekisho.quota.MessageConfig;
import dev.sekisho.quota.MixedPolicy;
import java.io.Serializable;
import java.util.List;

/**
 * Messages that got the 452 of {@link MixedPolicy#RETRY_SPLIT}: their real sizes, by neighbourhood of the client,
 * sender and recipient, until the client comes back.
 *
 * <p>The next message that has them is taken for the one that comes back, and no other after it: a later, smaller one
 * of the same sender is judged by itself.
 */
@ThreadSafe
public final class SplitRetryCache {
    /**
     * Recipients of messages that wait for their client; each message that is told 452 costs its sender a whole
     * transfer.
     */
    private static final int MOST = 100_000;

    /** @param returned the message that came back for it; empty before */
    private record Awaited(long sizeBytes, String returned) implements Serializable {}

    private final TolerantCache<Awaited> awaited;

    SplitRetryCache(BoundedCaches caches, CacheFailures trouble, MessageConfig config) {
        awaited = new TolerantCache<>(caches.open("quota-splits", Awaited.class, MOST, config.splitFor()), trouble);
    }

    /** Remembers the size of a message for each of its recipients. */
    public void await(PolicyRequest request, List<RememberedRecipient> recipients) {
        recipients.forEach(each -> awaited.put(key(request, each.recipient()), new Awaited(request.sizeBytes(), "")));
    }

    /** The real size of the message to this recipient, by its canonical name, that is awaited; 0 if none is. */
    public long returning(PolicyRequest request, String recipient) {
        String key = key(request, recipient);
        Awaited found = awaited.get(key);
        if (found == null) {
            return 0;
        }
        String message = TransactionCache.key(request);
        if (found.returned().isEmpty()) {
            awaited.put(key, new Awaited(found.sizeBytes(), message));
            return found.sizeBytes();
        }
        // The same message again: Postfix repeats a question whose answer was lost.
        return found.returned().equals(message) ? found.sizeBytes() : 0;
    }

    /** Whether one of the message's recipients has had the 452 already: it is told once. */
    public boolean isTold(PolicyRequest request, List<RememberedRecipient> recipients) {
        String message = TransactionCache.key(request);
        return recipients.stream().anyMatch(each -> {
            Awaited found = awaited.get(key(request, each.recipient()));
            return found != null
                    && (found.returned().isEmpty() || found.returned().equals(message));
        });
    }

    private static String key(PolicyRequest request, String recipient) {
        return IpNetwork.neighbourhood(request.clientAddress())
                + '\n'
                + EnvelopeAddress.canonical(request.sender())
                + '\n'
                + recipient;
    }
}
