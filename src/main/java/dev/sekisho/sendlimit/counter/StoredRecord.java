// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.sendlimit.counter;

/**
 * A record of {@code counter_journal}.
 *
 * @param node the node that appended it, under the name that it had between two starts
 * @param record grows with each record of the node
 * @param states as {@link JournalCodec} writes them
 */
@SuppressWarnings("ArrayRecordComponent") // Never compared.
public record StoredRecord(String node, long record, byte[] states) {}
