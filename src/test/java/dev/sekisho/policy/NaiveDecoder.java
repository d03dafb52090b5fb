// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.policy;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The meaning of a well-formed request, in simple and slow code: the oracle of the decoder. */
final class NaiveDecoder {
    static final String POLICY_CLIENT = "192.0.2.25";

    private NaiveDecoder() {}

    /** The request of a block of lines without its empty line. */
    static PolicyRequest request(String block) {
        Map<String, String> attributes = new HashMap<>();
        for (String line : block.split("\n", 0)) {
            String[] nameAndValue = line.split("=", 2);
            attributes.put(nameAndValue[0], nameAndValue[1]);
        }
        return PolicyRequest.at(state(attributes.getOrDefault("protocol_state", "")))
                .policyClient(POLICY_CLIENT)
                .instance(attributes.getOrDefault("instance", ""))
                .queueId(attributes.getOrDefault("queue_id", ""))
                .saslUsername(attributes.getOrDefault("sasl_username", ""))
                .saslMethod(attributes.getOrDefault("sasl_method", ""))
                .sender(attributes.getOrDefault("sender", ""))
                .recipient(attributes.getOrDefault("recipient", ""))
                .recipientCount(Integer.parseInt(attributes.getOrDefault("recipient_count", "0")))
                .sizeBytes(Long.parseLong(attributes.getOrDefault("size", "0")))
                .clientAddress(attributes.getOrDefault("client_address", ""))
                .clientName(attributes.getOrDefault("client_name", ""))
                .policyContext(attributes.getOrDefault("policy_context", ""))
                .build();
    }

    private static ProtocolState state(String wireName) {
        return List.of(ProtocolState.values()).stream()
                .filter(state -> state.wireName().equals(wireName))
                .findFirst()
                .orElse(ProtocolState.OTHER);
    }
}
