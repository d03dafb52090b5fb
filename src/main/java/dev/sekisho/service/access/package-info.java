// SPDX-License-Identifier: Apache-2.0
/**
 * The user of a request, and what the user may read and change.
 *
 * <p>A filter of the API or the console begins the {@link dev.sekisho.service.access.Actor}. Each method of a service
 * has an {@link dev.sekisho.service.access.Allowed}, which an interceptor checks against the roles of the user.
 * Parameters with {@link dev.sekisho.service.access.InDomain} are checked against the domains of the user.
 *
 * <p>SECURITY. {@link dev.sekisho.service.access.Access} is the only place that maps roles to calls, and
 * {@link dev.sekisho.service.access.StaffScope} the only place that knows the domains of staff. Without a user no call
 * is permitted.
 *
 * <p>DIAGNOSTICS: {@link dev.sekisho.service.NotPermitted}, or {@link dev.sekisho.service.EntryMissing} for an entry
 * that the user must not know.
 *
 * <p>SEE ALSO: docs/operate/staff.md.
 */
@NullMarked
package dev.sekisho.service.access;

import org.jspecify.annotations.NullMarked;
