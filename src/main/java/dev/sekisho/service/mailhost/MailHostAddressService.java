// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.service.mailhost;

import com.google.errorprone.annotations.ThreadSafe;
import dev.sekisho.directory.DirectoryRepository;
import dev.sekisho.directory.HostAddress;
import dev.sekisho.directory.MailHost;
import dev.sekisho.directory.MailHostState;
import dev.sekisho.login.route.HostHealth;
import dev.sekisho.net.AddressResolver;
import dev.sekisho.service.EntryMissing;
import dev.sekisho.service.FieldErrors;
import dev.sekisho.service.access.Access;
import dev.sekisho.service.access.Allowed;
import dev.sekisho.service.change.ChangeLog;
import dev.sekisho.service.change.PathEntities;
import dev.sekisho.service.change.Transacted;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.List;

/** The addresses of mail hosts, their reachability and their states. */
@ThreadSafe
@ApplicationScoped
@Transacted
public class MailHostAddressService {
    private static final String KIND = "mail-host-addresses";

    @Inject
    private PathEntities entries;

    @Inject
    private ChangeLog changes;

    @Inject
    private DirectoryRepository directory;

    @Inject
    private HostHealth health;

    @Inject
    private AddressResolver resolver;

    /** The addresses of a mail host, its main address first. */
    @Allowed(Access.SEE_ALL)
    public List<MailHostAddressBody> list(String name) {
        MailHost host = entries.mailHost(name);
        return directory.addresses(host).stream()
                .map(each -> MailHostAddressBody.of(host, each, resolver.literal(each.address()), health))
                .toList();
    }

    /** Adds an address to a mail host, or sets the state of an address. */
    @Allowed(Access.ADMINISTER)
    public List<MailHostAddressBody> put(String name, String address, MailHostState state, FieldErrors errors) {
        if (!address.matches("[0-9A-Za-z:]([0-9A-Za-z.:_-]{0,253}[0-9A-Za-z:])?")) {
            errors.add("address", "must be an IP address or a host name");
        }
        errors.check();
        MailHost host = entries.mailHost(name);
        List<HostAddress> before = directory.addresses(host);
        directory.putAddress(host, new HostAddress(address, state));
        changes.record(KIND, host.name(), before, directory.addresses(host));
        return list(name);
    }

    /** Removes an address from a mail host; the main address becomes {@code up} instead. */
    @Allowed(Access.ADMINISTER)
    public void delete(String name, String address) {
        MailHost host = entries.mailHost(name);
        List<HostAddress> before = directory.addresses(host);
        if (!directory.removeAddress(host, address)) {
            throw new EntryMissing("address", address);
        }
        changes.record(KIND, host.name(), before, directory.addresses(host));
    }
}
