// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.service.account;

import com.google.errorprone.annotations.ThreadSafe;
import dev.sekisho.directory.Account;
import java.util.Optional;

/**
 * A valid row of an import.
 *
 * @param keep whether members that the row does not have keep their values
 * @param secret the password to store; empty to keep the stored one
 */
@ThreadSafe
public record ImportRow(long line, AccountRequest request, boolean keep, Optional<String> secret) {
    /** The request for an existing account. */
    AccountRequest of(Account known) {
        return keep ? request.keeping(known) : request;
    }
}
