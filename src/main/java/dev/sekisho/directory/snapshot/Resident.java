// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.directory.snapshot;

import com.google.errorprone.annotations.ThreadSafe;

/** The results for the address of an account: for send limits, and for quota. */
@ThreadSafe
record Resident(Sender sender, MailboxRoute route) {}
