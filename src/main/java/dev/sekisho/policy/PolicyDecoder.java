// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.policy;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Decodes the policy requests of one connection, from network reads of any size.
 *
 * <p>The rules:
 *
 * <ul>
 *   <li>Lines end with LF; one CR before it is dropped. An empty line ends the request.
 *   <li>A line is {@code name=value}, split at the first {@code =}. The name is visible ASCII. Attributes come in any
 *       order; unknown ones are ignored; <b>the last value</b> of a repeated name counts.
 *   <li>A value may have any byte except NUL and LF. Other control characters are kept: Postfix forwards them from
 *       {@code MAIL FROM:<"...">}, and closing the connection on them would let any sender trigger the operator's
 *       {@code default_action}. For the same reason malformed UTF-8 becomes U+FFFD.
 *   <li>{@code request=smtpd_access_policy} is required. {@code recipient_count} and {@code size} are decimal and fit
 *       an int and a long; empty means 0.
 * </ul>
 *
 * <p>Only known attributes become strings. Source: SMTPD_POLICY_README, "Policy client/server protocol".
 *
 * <p>Not thread-safe; each connection has its own decoder.
 */
public final class PolicyDecoder {
    private static final String SMTPD_ACCESS_POLICY = "smtpd_access_policy";

    private final String policyClient;
    private final PolicyLimits limits;
    private final long connection;

    /** The text attributes of the request so far. */
    private final Map<PolicyAttribute, String> texts = new EnumMap<>(PolicyAttribute.class);

    private ProtocolState protocolState = ProtocolState.OTHER;
    private int recipientCount;
    private long sizeBytes;
    private boolean policyRequest;

    /** Complete lines of the request so far. */
    private int attributes;

    /** Bytes of those lines. */
    private int requestBytes;

    /** Bytes of the incomplete line that have been searched for a line end. */
    private int scannedBytes;

    /**
     * Creates a decoder for a new connection.
     *
     * @param policyClient address of the peer, for {@link PolicyRequest#policyClient()}
     * @param limits bounds of each request
     */
    public PolicyDecoder(String policyClient, PolicyLimits limits) {
        this(policyClient, limits, 0);
    }

    /**
     * Creates a decoder for a new connection with a number.
     *
     * @param policyClient address of the peer, for {@link PolicyRequest#policyClient()}
     * @param limits bounds of each request
     * @param connection for {@link PolicyRequest#connection()}
     */
    public PolicyDecoder(String policyClient, PolicyLimits limits, long connection) {
        this.policyClient = policyClient;
        this.limits = limits;
        this.connection = connection;
    }

    /**
     * Decodes up to the end of a request.
     *
     * <p>After a complete request the buffer's position is behind it; more requests may follow. Otherwise the decoder
     * has consumed all complete lines, and the rest of the buffer, less than a line, must precede the next bytes.
     *
     * @param buffer bytes from the peer; array-backed
     * @return the request; empty if it is incomplete
     * @throws PolicyProtocolException if the bytes violate a rule; the decoder must not be used again
     */
    public Optional<PolicyRequest> decode(ByteBuffer buffer) throws PolicyProtocolException {
        byte[] bytes = buffer.array();
        int base = buffer.arrayOffset();
        int limit = base + buffer.limit();
        while (true) {
            int start = base + buffer.position();
            int end = endOfLine(bytes, start + scannedBytes, limit);
            checkLength(end - start);
            if (end == limit) {
                scannedBytes = end - start;
                return Optional.empty();
            }
            scannedBytes = 0;
            buffer.position(end + 1 - base);
            if (end > start && bytes[end - 1] == '\r') {
                end--;
            }
            if (end == start) {
                return Optional.of(finish());
            }
            requestBytes += base + buffer.position() - start;
            readLine(bytes, start, end);
        }
    }

    /** Whether no byte has arrived since the last complete request. */
    public boolean isBetweenRequests() {
        return requestBytes == 0 && scannedBytes == 0;
    }

    private static int endOfLine(byte[] bytes, int from, int limit) throws PolicyProtocolException {
        int position = from;
        while (position < limit) {
            byte b = bytes[position];
            if (b == '\n') {
                return position;
            }
            if (b == 0) {
                throw new PolicyProtocolException("NUL byte in a request");
            }
            position++;
        }
        return limit;
    }

    private void checkLength(int lineBytes) throws PolicyProtocolException {
        if (lineBytes > limits.maxLineBytes()) {
            throw new PolicyProtocolException("line of more than " + limits.maxLineBytes() + " bytes");
        }
        if (requestBytes + lineBytes >= limits.maxRequestBytes()) {
            throw new PolicyProtocolException("request of more than " + limits.maxRequestBytes() + " bytes");
        }
    }

    private void readLine(byte[] bytes, int start, int end) throws PolicyProtocolException {
        if (++attributes > limits.maxAttributes()) {
            throw new PolicyProtocolException("request of more than " + limits.maxAttributes() + " attributes");
        }
        int equals = start;
        while (equals < end && bytes[equals] != '=') {
            if (bytes[equals] <= ' ' || bytes[equals] == 0x7f) { // bytes from 0x80 are negative
                throw new PolicyProtocolException("attribute name that is not visible ASCII");
            }
            equals++;
        }
        if (equals == start || equals == end) {
            throw new PolicyProtocolException("line that is not name=value");
        }
        PolicyAttribute attribute = PolicyAttribute.of(bytes, start, equals);
        if (attribute != null) {
            readValue(attribute, bytes, equals + 1, end);
        }
    }

    private void readValue(PolicyAttribute attribute, byte[] bytes, int start, int end) throws PolicyProtocolException {
        switch (attribute) {
            case REQUEST -> policyRequest = PolicyAttribute.matches(SMTPD_ACCESS_POLICY, bytes, start, end);
            case PROTOCOL_STATE -> protocolState = ProtocolState.of(bytes, start, end);
            case RECIPIENT_COUNT ->
                recipientCount = (int) decimal("recipient_count", Integer.MAX_VALUE, bytes, start, end);
            case SIZE -> sizeBytes = decimal("size", Long.MAX_VALUE, bytes, start, end);
            default ->
                texts.put(attribute, start == end ? "" : new String(bytes, start, end - start, StandardCharsets.UTF_8));
        }
    }

    private static long decimal(String name, long max, byte[] bytes, int start, int end)
            throws PolicyProtocolException {
        long number = 0;
        for (int i = start; i < end; i++) {
            int digit = bytes[i] - '0';
            if (digit < 0 || digit > 9 || number > (max - digit) / 10) {
                throw new PolicyProtocolException(name + " that is not a decimal number from 0 to " + max);
            }
            number = number * 10 + digit;
        }
        return number;
    }

    private PolicyRequest finish() throws PolicyProtocolException {
        if (!policyRequest) {
            throw new PolicyProtocolException("request other than smtpd_access_policy");
        }
        PolicyRequest request = new PolicyRequest(
                policyClient,
                protocolState,
                text(PolicyAttribute.INSTANCE),
                text(PolicyAttribute.QUEUE_ID),
                text(PolicyAttribute.SASL_USERNAME),
                text(PolicyAttribute.SASL_METHOD),
                text(PolicyAttribute.SENDER),
                text(PolicyAttribute.RECIPIENT),
                recipientCount,
                sizeBytes,
                text(PolicyAttribute.CLIENT_ADDRESS),
                text(PolicyAttribute.CLIENT_NAME),
                text(PolicyAttribute.POLICY_CONTEXT),
                connection);
        texts.clear();
        protocolState = ProtocolState.OTHER;
        recipientCount = 0;
        sizeBytes = 0;
        policyRequest = false;
        attributes = 0;
        requestBytes = 0;
        return request;
    }

    private String text(PolicyAttribute attribute) {
        @Nullable String text = texts.get(attribute);
        return text == null ? "" : text;
    }
}
