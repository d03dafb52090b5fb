// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.directory.snapshot;

import com.google.errorprone.annotations.ThreadSafe;
import dev.sekisho.directory.MailHostState;
import java.io.Serializable;
import java.util.List;

/**
 * The quota-status service of a mail host, and its doveadm.
 *
 * <p>{@link #name} is the key of the mail host; {@link #addresses} are literal IP addresses or host names, as the
 * operator wrote them, at least one, preferred one first; {@link #port} is 1 to 65535; {@link #doveadm} is the URL of
 * its doveadm HTTP API, empty for none.
 */
@ThreadSafe
public record QuotaHost(String name, List<String> addresses, int port, MailHostState state, String doveadm)
        implements Serializable {
    /** Creates a host without doveadm. */
    public QuotaHost(String name, List<String> addresses, int port, MailHostState state) {
        this(name, addresses, port, state, "");
    }

    /** Creates a host with one address. */
    public QuotaHost(String name, String address, int port, MailHostState state) {
        this(name, List.of(address), port, state);
    }

    /** The preferred address. */
    public String address() {
        return addresses.get(0);
    }

    /** The same host with only one of its addresses. */
    public QuotaHost at(String address) {
        return addresses.size() == 1 ? this : new QuotaHost(name, List.of(address), port, state, doveadm);
    }
}
