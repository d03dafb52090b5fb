// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.connector;

import dev.sekisho.policy.PolicyLimits;
import dev.sekisho.policy.PolicyListener;
import dev.sekisho.text.LogText;
import jakarta.resource.ResourceException;
import jakarta.resource.spi.Activation;
import jakarta.resource.spi.ActivationSpec;
import jakarta.resource.spi.ConfigProperty;
import jakarta.resource.spi.InvalidPropertyException;
import jakarta.resource.spi.ResourceAdapter;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The configuration of a policy listener, set from {@code server.xml}.
 *
 * <p>All properties except {@code name} and {@code port} have defaults. Names of durations include their unit. The
 * adapter reads the properties once, when it activates the endpoint.
 *
 * <p>Source: Connectors 2.1, 13.4.2 (activation spec JavaBean).
 *
 * <p>Not thread-safe; only the container sets the properties, before activation.
 */
@Activation(messageListeners = PolicyListener.class)
public final class PolicyActivationSpec implements ActivationSpec, Serializable {
    private static final long serialVersionUID = 1L;
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._-]{1,64}");

    private transient @Nullable ResourceAdapter resourceAdapter;

    @ConfigProperty(description = "short name in the log and of the MBean, such as sendlimit; required")
    private String name = "";

    @ConfigProperty(description = "IP address or host name to listen on")
    private String address = "127.0.0.1";

    @ConfigProperty(description = "TCP port to listen on, or 0 for any free port; required")
    private Integer port = -1;

    @ConfigProperty(description = "maximum open connections; each smtpd process of each Postfix holds one")
    private Integer maxConnections = 10_000;

    @ConfigProperty(
            description =
                    "percent of maxConnections that one peer address (IPv6: its /64) may hold; beyond it, the peer's"
                            + " longest idle connection is closed")
    private Integer maxPeerPercent = 80;

    @ConfigProperty(
            description = "idle time after which a connection is closed; longer than Postfix's"
                    + " smtpd_policy_service_max_idle (300 s), so that Postfix closes it first")
    private Integer idleTimeoutSeconds = 330;

    @ConfigProperty(
            description = "maximum time for a request to arrive completely, and for the peer to read a reply; Postfix"
                    + " sends a request in one piece")
    private Integer requestTimeoutSeconds = 10;

    @ConfigProperty(
            description = "maximum time for a decision; well below Postfix's smtpd_policy_service_timeout (100 s)")
    private Integer answerTimeoutMillis = 10_000;

    @ConfigProperty(
            description = "maximum bytes of a request; Postfix sends about 600, with at most a few lines of 2048")
    private Integer maxRequestBytes = 16_384;

    @ConfigProperty(description = "maximum lines of a request; Postfix 3.12 sends 31")
    private Integer maxAttributes = 100;

    @ConfigProperty(description = "maximum bytes of a line; twice Postfix's line_length_limit (2048)")
    private Integer maxLineBytes = 4096;

    @ConfigProperty(description = "selector loops, each on a thread of the container; two can use two cores")
    private Integer ioThreads = 2;

    @ConfigProperty(
            description =
                    "connections that the kernel queues until they are accepted; a Postfix restart opens hundreds at"
                            + " once")
    private Integer backlog = 1024;

    @ConfigProperty(description = "maximum time that a stop waits for pending requests")
    private Integer drainTimeoutMillis = 2000;

    @ConfigProperty(description = "time between attempts to bind a port that is in use")
    private Integer bindRetryMillis = 1000;

    /** Called by the container. */
    public PolicyActivationSpec() {}

    /**
     * Checks all properties.
     *
     * @throws InvalidPropertyException with each problem in its message
     */
    @Override
    public void validate() throws InvalidPropertyException {
        List<String> problems = new ArrayList<>();
        if (!NAME.matcher(name).matches()) {
            problems.add(
                    "name must be 1 to 64 letters, digits, dots, hyphens and underscores, not " + LogText.quoted(name));
        }
        if (address.isBlank()) {
            problems.add("address is empty");
        }
        checkRange(problems, "port", port, 0, 65_535);
        checkRange(problems, "maxConnections", maxConnections, 1, 1_000_000);
        checkRange(problems, "maxPeerPercent", maxPeerPercent, 1, 100);
        checkRange(problems, "idleTimeoutSeconds", idleTimeoutSeconds, 1, 86_400);
        checkRange(problems, "requestTimeoutSeconds", requestTimeoutSeconds, 1, 3600);
        checkRange(problems, "answerTimeoutMillis", answerTimeoutMillis, 1, 3_600_000);
        checkRange(problems, "maxRequestBytes", maxRequestBytes, 1024, 1_048_576);
        checkRange(problems, "maxAttributes", maxAttributes, 1, 10_000);
        checkRange(problems, "maxLineBytes", maxLineBytes, 256, maxRequestBytes);
        checkRange(problems, "ioThreads", ioThreads, 1, 64);
        checkRange(problems, "backlog", backlog, 1, 65_535);
        checkRange(problems, "drainTimeoutMillis", drainTimeoutMillis, 0, 600_000);
        checkRange(problems, "bindRetryMillis", bindRetryMillis, 10, 600_000);
        if (!problems.isEmpty()) {
            throw new InvalidPropertyException(
                    "Policy listener " + LogText.quoted(name) + ": " + String.join("; ", problems));
        }
    }

    private static void checkRange(List<String> problems, String property, int value, int min, int max) {
        if (value < min || value > max) {
            problems.add(property + " must be " + min + " to " + max + ", not " + value);
        }
    }

    /** The bounds of each request. */
    PolicyLimits limits() {
        return new PolicyLimits(maxRequestBytes, maxLineBytes, maxAttributes);
    }

    @Override
    public @Nullable ResourceAdapter getResourceAdapter() {
        return resourceAdapter;
    }

    @Override
    public void setResourceAdapter(@Nullable ResourceAdapter resourceAdapter) throws ResourceException {
        this.resourceAdapter = resourceAdapter;
    }

    /** Short name for the log and the MBean. */
    public String getName() {
        return name;
    }

    /** Sets name. */
    public void setName(String name) {
        this.name = name;
    }

    /** Address to listen on. */
    public String getAddress() {
        return address;
    }

    /** Sets address. */
    public void setAddress(String address) {
        this.address = address;
    }

    /** TCP port to listen on; -1 if it was not set. */
    public Integer getPort() {
        return port;
    }

    /** Sets port. */
    public void setPort(Integer port) {
        this.port = port;
    }

    /** Maximum open connections. */
    public Integer getMaxConnections() {
        return maxConnections;
    }

    /** Sets maxConnections. */
    public void setMaxConnections(Integer maxConnections) {
        this.maxConnections = maxConnections;
    }

    /** Percent of the connections that one peer may hold. */
    public Integer getMaxPeerPercent() {
        return maxPeerPercent;
    }

    /** Sets maxPeerPercent. */
    public void setMaxPeerPercent(Integer maxPeerPercent) {
        this.maxPeerPercent = maxPeerPercent;
    }

    /** Seconds until an idle connection is closed. */
    public Integer getIdleTimeoutSeconds() {
        return idleTimeoutSeconds;
    }

    /** Sets idleTimeoutSeconds. */
    public void setIdleTimeoutSeconds(Integer idleTimeoutSeconds) {
        this.idleTimeoutSeconds = idleTimeoutSeconds;
    }

    /** Maximum seconds for a request to arrive, or for the peer to read a reply. */
    public Integer getRequestTimeoutSeconds() {
        return requestTimeoutSeconds;
    }

    /** Sets requestTimeoutSeconds. */
    public void setRequestTimeoutSeconds(Integer requestTimeoutSeconds) {
        this.requestTimeoutSeconds = requestTimeoutSeconds;
    }

    /** Maximum milliseconds for a decision. */
    public Integer getAnswerTimeoutMillis() {
        return answerTimeoutMillis;
    }

    /** Sets answerTimeoutMillis. */
    public void setAnswerTimeoutMillis(Integer answerTimeoutMillis) {
        this.answerTimeoutMillis = answerTimeoutMillis;
    }

    /** Maximum bytes of a request. */
    public Integer getMaxRequestBytes() {
        return maxRequestBytes;
    }

    /** Sets maxRequestBytes. */
    public void setMaxRequestBytes(Integer maxRequestBytes) {
        this.maxRequestBytes = maxRequestBytes;
    }

    /** Maximum lines of a request. */
    public Integer getMaxAttributes() {
        return maxAttributes;
    }

    /** Sets maxAttributes. */
    public void setMaxAttributes(Integer maxAttributes) {
        this.maxAttributes = maxAttributes;
    }

    /** Maximum bytes of a line. */
    public Integer getMaxLineBytes() {
        return maxLineBytes;
    }

    /** Sets maxLineBytes. */
    public void setMaxLineBytes(Integer maxLineBytes) {
        this.maxLineBytes = maxLineBytes;
    }

    /** Number of selector loops. */
    public Integer getIoThreads() {
        return ioThreads;
    }

    /** Sets ioThreads. */
    public void setIoThreads(Integer ioThreads) {
        this.ioThreads = ioThreads;
    }

    /** Maximum connections queued by the kernel. */
    public Integer getBacklog() {
        return backlog;
    }

    /** Sets backlog. */
    public void setBacklog(Integer backlog) {
        this.backlog = backlog;
    }

    /** Maximum milliseconds that a stop waits for pending requests. */
    public Integer getDrainTimeoutMillis() {
        return drainTimeoutMillis;
    }

    /** Sets drainTimeoutMillis. */
    public void setDrainTimeoutMillis(Integer drainTimeoutMillis) {
        this.drainTimeoutMillis = drainTimeoutMillis;
    }

    /** Milliseconds between attempts to bind the port. */
    public Integer getBindRetryMillis() {
        return bindRetryMillis;
    }

    /** Sets bindRetryMillis. */
    public void setBindRetryMillis(Integer bindRetryMillis) {
        this.bindRetryMillis = bindRetryMillis;
    }
}
