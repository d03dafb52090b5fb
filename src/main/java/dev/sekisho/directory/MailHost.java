// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.directory;

import jakarta.persistence.Column;
import jakarta.persistence.Convert;
import jakarta.persistence.Entity;
import jakarta.persistence.EntityListeners;
import jakarta.persistence.Id;
import jakarta.persistence.NamedQuery;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A host with mailboxes: its addresses, the ports for nginx, and its quota-status. */
@Entity
@EntityListeners(ChangedRows.Listener.class)
@Table(name = "mail_host")
@NamedQuery(name = "MailHost.page", query = "SELECT e FROM MailHost e WHERE e.name > :after ORDER BY e.name")
public class MailHost {
    private static final int MAX_PORT = 65_535;
    private static final String ADDRESS_FORM = "[0-9A-Za-z:]([0-9A-Za-z.:_-]*[0-9A-Za-z:])?";
    private static final java.util.regex.Pattern ADDRESS = java.util.regex.Pattern.compile(ADDRESS_FORM);

    @Id
    @NotNull
    @Size(max = 255)
    @Pattern(regexp = "[a-z0-9]([a-z0-9._-]*[a-z0-9])?", message = "must be lower-case letters, digits and inner . _ -")
    @Column(name = "name")
    private String name;

    @NotNull
    @Size(max = 255)
    @Pattern(regexp = ADDRESS_FORM, message = "must be an IP address or a host name")
    @Column(name = "address", nullable = false)
    private String address;

    @Min(1)
    @Max(MAX_PORT)
    @Column(name = "imap_port", nullable = false)
    private int imapPort = 143;

    @Min(1)
    @Max(MAX_PORT)
    @Column(name = "pop3_port", nullable = false)
    private int pop3Port = 110;

    @Min(1)
    @Max(MAX_PORT)
    @Column(name = "smtp_port", nullable = false)
    private int smtpPort = 25;

    @Min(1)
    @Max(MAX_PORT)
    @Column(name = "quota_port")
    private @Nullable Integer quotaPort;

    @Size(max = 1000)
    @Column(name = "quota_addresses")
    private @Nullable String quotaAddresses;

    @Size(max = 255)
    @Pattern(
            regexp = "https?://(\\[[0-9A-Fa-f:.]+\\]|[0-9A-Za-z]([0-9A-Za-z._-]*[0-9A-Za-z])?)(:[0-9]{1,5})?",
            message = "must be http://host:port or https://host:port")
    @Column(name = "doveadm_url")
    private @Nullable String doveadmUrl;

    @NotNull
    @Convert(converter = MailHostStateConverter.class)
    @Column(name = "state", nullable = false)
    private MailHostState state = MailHostState.UP;

    @Size(max = 255)
    @Pattern(regexp = "[0-9A-Za-z:]([0-9A-Za-z.:_-]*[0-9A-Za-z:])?", message = "must be an IP address or a host name")
    @Column(name = "smtp_address")
    private @Nullable String smtpAddress;

    @Column(name = "probe", nullable = false)
    private boolean probe = true;

    @Version
    @Column(name = "version", nullable = false)
    private long version;

    protected MailHost() {}

    /** Creates a mail host in service, with the default ports of the protocols and without quota-status. */
    public MailHost(String name, String address) {
        this.name = name;
        this.address = address;
    }

    public String name() {
        return name;
    }

    /** A literal IP address or a host name. */
    public String address() {
        return address;
    }

    /** Address for submission; empty: the addresses of the host. */
    public Optional<String> smtpAddress() {
        return Optional.ofNullable(smtpAddress);
    }

    public void setSmtpAddress(Optional<String> address) {
        smtpAddress = address.orElse(null);
    }

    /** Whether Sekisho probes its addresses. */
    public boolean isProbed() {
        return probe;
    }

    public void setProbed(boolean probed) {
        probe = probed;
    }

    public int imapPort() {
        return imapPort;
    }

    public int pop3Port() {
        return pop3Port;
    }

    public int smtpPort() {
        return smtpPort;
    }

    public void setPorts(int imapPort, int pop3Port, int smtpPort) {
        this.imapPort = imapPort;
        this.pop3Port = pop3Port;
        this.smtpPort = smtpPort;
    }

    /** Port of its quota-status; empty: none. */
    public Optional<Integer> quotaPort() {
        return Optional.ofNullable(quotaPort);
    }

    public void setQuotaPort(Optional<Integer> port) {
        quotaPort = port.orElse(null);
    }

    /** Addresses of its quota-status, preferred one first; empty: the address of the host. */
    public List<String> quotaAddresses() {
        return addressList(quotaAddresses);
    }

    /**
     * Sets the addresses of its quota-status.
     *
     * @throws IllegalArgumentException if one of them is neither an IP address nor a host name
     */
    public void setQuotaAddresses(List<String> addresses) {
        if (!addresses.stream().allMatch(each -> ADDRESS.matcher(each).matches())) {
            throw new IllegalArgumentException("must be IP addresses or host names");
        }
        quotaAddresses = addresses.isEmpty() ? null : String.join(",", addresses);
    }

    /** URL of its doveadm HTTP API; empty for none. */
    public Optional<String> doveadmUrl() {
        return Optional.ofNullable(doveadmUrl);
    }

    public void setDoveadmUrl(Optional<String> url) {
        doveadmUrl = url.orElse(null);
    }

    /** Splits a comma-separated list of addresses. */
    public static List<String> addressList(@Nullable String text) {
        return text == null
                ? List.of()
                : Arrays.stream(text.split(",", -1))
                        .map(String::strip)
                        .filter(each -> !each.isEmpty())
                        .toList();
    }

    public MailHostState state() {
        return state;
    }

    public void setState(MailHostState state) {
        this.state = state;
    }

    /** Copies everything except the name from another mail host. */
    public void copyFrom(MailHost other) {
        address = other.address;
        imapPort = other.imapPort;
        pop3Port = other.pop3Port;
        smtpPort = other.smtpPort;
        quotaPort = other.quotaPort;
        quotaAddresses = other.quotaAddresses;
        doveadmUrl = other.doveadmUrl;
        state = other.state;
        smtpAddress = other.smtpAddress;
        probe = other.probe;
    }
}
