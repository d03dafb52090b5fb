// SPDX-License-Identifier: Apache-2.0
/**
 * The REST API for operators, under {@code /api/v1}: domains, mail hosts, accounts, aliases, limits and counters.
 *
 * <p>Each collection has one resource class. It calls a service of {@link dev.sekisho.service}, which has the rules,
 * the roles and the transaction: a rejected request changes nothing. {@code PUT} replaces an entry, is idempotent, and
 * accepts what {@code GET} shows. {@code PATCH} is a JSON Merge Patch. {@link dev.sekisho.api.http.JsonFields} reads
 * the body and collects all errors in it.
 *
 * <p>Each entry has an entity tag. A change with {@code If-Match} is rejected with 412 if the entry has changed. Every
 * change writes an entry to the {@link dev.sekisho.audit.AuditTrail}, in the same transaction.
 *
 * <p>SECURITY. {@code sekisho-viewer} reads, {@code sekisho-support} does what on-call support needs,
 * {@code sekisho-admin} does everything, and {@code sekisho-domain-support} is support for some domains:
 * {@link dev.sekisho.service.access.Allowed} and {@link dev.sekisho.service.access.StaffScope}. No answer contains a
 * stored password. {@link dev.sekisho.api.http.ApiFilter} accepts HTTPS and connections from this machine, and counts
 * wrong passwords. A body has at most 64 KiB, a page at most 1,000 entries. Errors show neither SQL nor stack traces.
 *
 * <p>DIAGNOSTICS. Every error is a problem detail (RFC 9457) that names the fields.
 * {@link dev.sekisho.api.http.ApiMessages} logs SKS0701 to SKS0719 to the logger {@code dev.sekisho.api}.
 *
 * <p>BUGS. A page that is not sorted by key needs the last entry of the page before to exist still. Without
 * {@code If-Match} the last {@code PUT} wins. A change reaches send limits and quota within a second, logins at once.
 *
 * <p>SEE ALSO: RFC 9110, RFC 9457; Jakarta RESTful Web Services 3.1; {@code /openapi} of a running node.
 */
@NullMarked
package dev.sekisho.api;

import org.jspecify.annotations.NullMarked;
