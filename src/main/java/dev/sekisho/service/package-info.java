// SPDX-License-Identifier: Apache-2.0
/**
 * The service layer: what staff read and change, for the API and the console alike.
 *
 * <p>A service is a CDI bean without any type of HTTP. Its methods take keys and typed requests, and return records
 * that API and console show. This package has what all services share: the transaction
 * ({@link dev.sekisho.service.Transacted}), the role and the domains of the user ({@link dev.sekisho.service.Allowed},
 * {@link dev.sekisho.service.StaffScope}), the precondition and the audit entry
 * ({@link dev.sekisho.service.ChangeLog}). The packages below it have the services, one package for each kind of entry.
 *
 * <p>SECURITY. Every public method of a service names the access that it needs. {@link dev.sekisho.service.Actor} is
 * the user; without a user no role is present. Staff of some domains get an answer as if entries of other domains did
 * not exist.
 *
 * <p>DIAGNOSTICS. A rejected call throws a {@link dev.sekisho.service.ServiceException}. SKS0704E to the logger
 * {@code dev.sekisho.service} if in-memory state was not updated after a commit.
 *
 * <p>SEE ALSO: docs/architecture.md, "Staff: console and API"; RFC 9110, 13.1 (preconditions).
 */
@NullMarked
package dev.sekisho.service;

import org.jspecify.annotations.NullMarked;
