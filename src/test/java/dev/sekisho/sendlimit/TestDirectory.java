// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.sendlimit;

import com.google.errorprone.annotations.ThreadSafe;
import dev.sekisho.directory.snapshot.DirectoryCache;
import dev.sekisho.directory.snapshot.SendScopes;
import dev.sekisho.directory.snapshot.Sender;
import dev.sekisho.limit.SendLimits;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** A directory of the accounts that a test names; others have no limit, as in an installation without one. */
@ThreadSafe
public final class TestDirectory extends DirectoryCache {
    private final Map<String, Sender> senders = new ConcurrentHashMap<>();
    private final Map<String, SendLimits> pools = new ConcurrentHashMap<>();
    private volatile boolean loaded = true;
    private volatile SendScopes scopes = SendScopes.NONE;

    public Sender put(String account, String limits) {
        return put(account, true, limits);
    }

    public Sender put(String account, boolean permitted, String limits) {
        Sender sender = new Sender(account, true, permitted, SendLimits.parse(limits));
        senders.put(account, sender);
        return sender;
    }

    public void setLoaded(boolean loaded) {
        this.loaded = loaded;
    }

    public void put(Sender sender) {
        senders.put(sender.account(), sender);
    }

    public void setPool(String domain, SendLimits limits) {
        pools.put(domain, limits);
    }

    @Override
    public SendLimits pool(String domain) {
        return pools.getOrDefault(domain, SendLimits.UNLIMITED);
    }

    public void setScopes(SendScopes scopes) {
        this.scopes = scopes;
    }

    @Override
    public SendScopes sendScopes() {
        return scopes;
    }

    @Override
    public boolean loaded() {
        return loaded;
    }

    @Override
    public Sender sender(String saslUsername) {
        String login = saslUsername.toLowerCase(Locale.ROOT);
        Sender sender = senders.get(login);
        return sender == null ? new Sender(login, false, true, SendLimits.UNLIMITED) : sender;
    }
}
