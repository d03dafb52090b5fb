// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.policy;

import com.google.errorprone.annotations.Immutable;
import java.util.Objects;

/**
 * A policy delegation request of Postfix, with the attributes that Sekisho uses.
 *
 * <p>Texts have the case and the blanks of the wire, and are empty if Postfix sent no value. The sender of the mail can
 * choose all of them except {@code policyClient}, {@code protocolState}, the counts and the client's address: this is
 * hostile input, possibly with control characters, and must be escaped in logs.
 *
 * <p>Source: SMTPD_POLICY_README, "Policy client/server protocol"; the names are those of the wire.
 *
 * @param policyClient literal address of the Postfix host, without a port; {@code instance} is unique only together
 *     with it
 * @param protocolState the stage of the SMTP session
 * @param instance identical in all requests of one message from its first {@code RCPT} on; empty before
 * @param queueId queue file; empty until the first recipient is accepted
 * @param saslUsername login of an authenticated client; else empty
 * @param saslMethod SASL mechanism, or {@code XCLIENT} if a proxy authenticated the client
 * @param sender envelope sender; empty for the null sender and before {@code MAIL}
 * @param recipient envelope recipient; at {@code DATA} and {@code END-OF-MESSAGE} only if there is exactly one
 * @param recipientCount accepted recipients, including duplicates; 0 before {@code DATA}
 * @param sizeBytes at {@code END-OF-MESSAGE} the actual size of the message, before that the declared size or 0
 * @param clientAddress literal address of the SMTP client
 * @param clientName verified host name of the SMTP client, or {@code unknown}
 * @param policyContext free text of the operator that distinguishes services (Postfix 3.1 and later)
 * @param connection number of the connection, unique within the process; 0 if unknown
 */
@Immutable
public record PolicyRequest(
        String policyClient,
        ProtocolState protocolState,
        String instance,
        String queueId,
        String saslUsername,
        String saslMethod,
        String sender,
        String recipient,
        int recipientCount,
        long sizeBytes,
        String clientAddress,
        String clientName,
        String policyContext,
        long connection) {

    /**
     * Checks the values.
     *
     * @throws NullPointerException if a text is null
     * @throws IllegalArgumentException if a count is negative
     */
    public PolicyRequest {
        Objects.requireNonNull(policyClient, "policyClient");
        Objects.requireNonNull(protocolState, "protocolState");
        Objects.requireNonNull(instance, "instance");
        Objects.requireNonNull(queueId, "queueId");
        Objects.requireNonNull(saslUsername, "saslUsername");
        Objects.requireNonNull(saslMethod, "saslMethod");
        Objects.requireNonNull(sender, "sender");
        Objects.requireNonNull(recipient, "recipient");
        Objects.requireNonNull(clientAddress, "clientAddress");
        Objects.requireNonNull(clientName, "clientName");
        Objects.requireNonNull(policyContext, "policyContext");
        if (recipientCount < 0 || sizeBytes < 0) {
            throw new IllegalArgumentException(
                    "recipientCount " + recipientCount + " and sizeBytes " + sizeBytes + " must not be negative");
        }
    }

    /**
     * Starts a builder; only the stage is set.
     *
     * @param protocolState the stage of the SMTP session
     */
    public static Builder at(ProtocolState protocolState) {
        return new Builder(protocolState);
    }

    /**
     * Builds a request; texts not set are empty, counts not set are 0.
     *
     * <p>Not thread-safe.
     */
    public static final class Builder {
        private final ProtocolState protocolState;
        private String policyClient = "";
        private String instance = "";
        private String queueId = "";
        private String saslUsername = "";
        private String saslMethod = "";
        private String sender = "";
        private String recipient = "";
        private int recipientCount;
        private long sizeBytes;
        private String clientAddress = "";
        private String clientName = "";
        private String policyContext = "";
        private long connection;

        private Builder(ProtocolState protocolState) {
            this.protocolState = protocolState;
        }

        /** Sets the address of the Postfix host. */
        public Builder policyClient(String value) {
            policyClient = value;
            return this;
        }

        /** Sets the instance. */
        public Builder instance(String value) {
            instance = value;
            return this;
        }

        /** Sets the queue file. */
        public Builder queueId(String value) {
            queueId = value;
            return this;
        }

        /** Sets the login. */
        public Builder saslUsername(String value) {
            saslUsername = value;
            return this;
        }

        /** Sets the SASL mechanism. */
        public Builder saslMethod(String value) {
            saslMethod = value;
            return this;
        }

        /** Sets the envelope sender. */
        public Builder sender(String value) {
            sender = value;
            return this;
        }

        /** Sets the envelope recipient. */
        public Builder recipient(String value) {
            recipient = value;
            return this;
        }

        /** Sets the number of accepted recipients. */
        public Builder recipientCount(int value) {
            recipientCount = value;
            return this;
        }

        /** Sets the size. */
        public Builder sizeBytes(long value) {
            sizeBytes = value;
            return this;
        }

        /** Sets the address of the SMTP client. */
        public Builder clientAddress(String value) {
            clientAddress = value;
            return this;
        }

        /** Sets the host name of the SMTP client. */
        public Builder clientName(String value) {
            clientName = value;
            return this;
        }

        /** Sets the policy context. */
        public Builder policyContext(String value) {
            policyContext = value;
            return this;
        }

        /** Sets the number of the connection. */
        public Builder connection(long value) {
            connection = value;
            return this;
        }

        /**
         * Builds the request.
         *
         * @throws IllegalArgumentException if a count is negative
         */
        public PolicyRequest build() {
            return new PolicyRequest(
                    policyClient,
                    protocolState,
                    instance,
                    queueId,
                    saslUsername,
                    saslMethod,
                    sender,
                    recipient,
                    recipientCount,
                    sizeBytes,
                    clientAddress,
                    clientName,
                    policyContext,
                    connection);
        }
    }
}
