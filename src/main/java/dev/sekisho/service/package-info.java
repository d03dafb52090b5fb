// SPDX-License-Identifier: Apache-2.0
/**
 * The service layer: what staff read and change, for the API and the console alike.
 *
 * <p>A service is a CDI bean without any type of HTTP. Its methods take keys and typed requests, and return records
 * that API and console show. This package has the exceptions by which a service rejects a call, and the checks of
 * fields and keys. Below it, {@code access} has the user, the roles and the domains of staff, {@code change} the
 * transaction and the steps of a change, {@code list} pages and sorting. The other packages have the services, one for
 * each kind of entry.
 *
 * <p>SECURITY. Every public method of a service names the access that it needs:
 * {@link dev.sekisho.service.access.Allowed}. To staff of some domains, entries of other domains do not exist.
 *
 * <p>DIAGNOSTICS. A rejected call throws a {@link dev.sekisho.service.ServiceException}. SKS0704E to the logger
 * {@code dev.sekisho.service} if in-memory state was not updated after a commit.
 *
 * <p>SEE ALSO: docs/architecture.md, "Staff: console and API"; RFC 9110, 13.1 (preconditions).
 */
@NullMarked
package dev.sekisho.service;

import org.jspecify.annotations.NullMarked;
