// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.directory.snapshot;

import com.google.errorprone.annotations.Immutable;
import dev.sekisho.net.HostPort;
import java.util.Optional;

/**
 * A domain in the directory, or of an alias.
 *
 * <p>{@link #mxHosts} is the destination of its mail, as text of {@link HostPort}; empty: that of the installation.
 * {@link #listed} is whether it has a row of its own, or only aliases.
 */
@Immutable
public record MailDomain(String name, Optional<String> mxHosts, boolean listed) {
    /** Creates a domain with a row of its own. */
    public MailDomain(String name, Optional<String> mxHosts) {
        this(name, mxHosts, true);
    }
}
