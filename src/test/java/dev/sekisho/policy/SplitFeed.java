// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.policy;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** A connection in memory: passes segments to a decoder and keeps the unread rest, as the connector does. */
final class SplitFeed {
    private final PolicyDecoder decoder;
    private final List<PolicyRequest> requests = new ArrayList<>();
    private byte[] kept = new byte[0];

    SplitFeed(PolicyLimits limits) {
        this.decoder = new PolicyDecoder(NaiveDecoder.POLICY_CLIENT, limits);
    }

    SplitFeed segment(byte[] bytes, int from, int to) throws PolicyProtocolException {
        // Not at the array's start: positions are relative to arrayOffset().
        ByteBuffer whole = ByteBuffer.allocate(3 + kept.length + to - from);
        ByteBuffer buffer = whole.position(3).slice();
        buffer.put(kept).put(bytes, from, to - from).flip();
        Optional<PolicyRequest> request = decoder.decode(buffer);
        while (request.isPresent()) {
            requests.add(request.get());
            request = decoder.decode(buffer);
        }
        kept = Arrays.copyOfRange(
                buffer.array(), buffer.arrayOffset() + buffer.position(), buffer.arrayOffset() + buffer.limit());
        return this;
    }

    SplitFeed all(byte[] bytes) throws PolicyProtocolException {
        return segment(bytes, 0, bytes.length);
    }

    List<PolicyRequest> requests() {
        return requests;
    }

    boolean isBetweenRequests() {
        return decoder.isBetweenRequests();
    }
}
