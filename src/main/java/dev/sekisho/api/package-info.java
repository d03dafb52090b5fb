// SPDX-License-Identifier: Apache-2.0
/**
 * The REST API for operators, under {@code /api/v1}: domains, mail hosts, accounts, aliases, limits and counters.
 *
 * <p>One resource class for each collection, over the services of {@link dev.sekisho.service}, which have the rules,
 * the roles and the transactions: a refused request leaves nothing behind. {@code PUT} writes the whole of an entry and
 * may be repeated; what {@code GET} shows, {@code PUT} takes. A body is read by
 * {@link dev.sekisho.api.http.JsonFields}, which gathers all that is wrong with it.
 *
 * <p>What is shown has an entity tag, and a change with {@code If-Match} is refused with 412 if the entry is another
 * one by now. Every change leaves an entry in the {@link dev.sekisho.audit.AuditTrail}, in its own transaction.
 *
 * <p>SECURITY. {@code sekisho-viewer} sees, {@code sekisho-support} does what a call at night needs,
 * {@code sekisho-admin} does all; {@code sekisho-domain-support} does what support does in some domains:
 * {@link dev.sekisho.service.Allowed} and {@link dev.sekisho.service.StaffScope}. Passwords go in and never come out.
 * {@link dev.sekisho.api.http.ApiFilter} lets in who comes by HTTPS or from this machine, and counts wrong passwords.
 * Bodies are bounded at 64 kB, pages at 1,000 entries. Errors show neither SQL nor stack traces.
 *
 * <p>DIAGNOSTICS. Every refusal is a problem detail (RFC 9457) that names the fields.
 * {@link dev.sekisho.api.http.ApiMessages} lists what is logged, SKS0701 to SKS0719, to the logger
 * {@code dev.sekisho.api}.
 *
 * <p>BUGS. A page in another order than that of the keys begins after an entry that must still be there. Without
 * {@code If-Match} the last {@code PUT} wins. Send limits and quota know of a change within a second, login at once.
 *
 * <p>SEE ALSO: RFC 9110, RFC 9457; Jakarta RESTful Web Services 3.1; {@code /openapi} of a running node.
 */
@NullMarked
package dev.sekisho.api;

import org.jspecify.annotations.NullMarked;
