// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.service.account;

import com.google.errorprone.annotations.ThreadSafe;
import dev.sekisho.directory.Account;
import java.util.Optional;

/**
 * A sound row of an import.
 *
 * @param keep whether what the row leaves out stays as it is
 * @param secret the password to store; empty for the one that is stored already
 */
@ThreadSafe
public record ImportRow(long line, AccountRequest request, boolean keep, Optional<String> secret) {
    /** What is asked for of an account that is there. */
    AccountRequest of(Account known) {
        return keep ? request.keeping(known) : request;
    }
}
