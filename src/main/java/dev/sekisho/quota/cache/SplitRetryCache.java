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
 * Messages that got the 452 of {@link MixedPolicy#RETRY_SPLIT}: their real sizes by client network, sender and
 * recipient, until the client retries.
 *
 * <p>The next message with the same key counts as the retry. Any later message of the sender is checked on its own.
 */
@ThreadSafe
public final class SplitRetryCache {
    /** The most recipients of messages that wait for a retry; each 452 costs its sender a whole transfer. */
    private static final int MOST = 100_000;

    /** @param returned the message that was the retry; empty before it */
    private record Awaited(long sizeBytes, String returned) implements Serializable {}

    private final TolerantCache<Awaited> awaited;

    SplitRetryCache(BoundedCaches caches, CacheFailures failures, MessageConfig config) {
        awaited = new TolerantCache<>(caches.open("quota-splits", Awaited.class, MOST, config.splitFor()), failures);
    }

    /** Stores the size of a message for each of its recipients. */
    public void await(PolicyRequest request, List<RememberedRecipient> recipients) {
        recipients.forEach(each -> awaited.put(key(request, each.recipient()), new Awaited(request.sizeBytes(), "")));
    }

    /** The real size of the expected message to this recipient, by its canonical name; 0 if none is expected. */
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
        // The same message: Postfix repeats a request whose answer was lost.
        return found.returned().equals(message) ? found.sizeBytes() : 0;
    }

    /** Whether one of the message's recipients has had the 452 already: it is answered once. */
    public boolean isRefusedAlready(PolicyRequest request, List<RememberedRecipient> recipients) {
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
