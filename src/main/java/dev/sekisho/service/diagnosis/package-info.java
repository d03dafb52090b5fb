// SPDX-License-Identifier: Apache-2.0
/**
 * Why an account cannot log in: a service for the API and the console.
 *
 * <p>{@link dev.sekisho.service.diagnosis.LoginDiagnosisService} collects what is known of an account: its state,
 * permissions and mail host, its recent logins on this node, its attempts in the decision journal, and the blocks that
 * apply now to the clients of both. {@link dev.sekisho.service.diagnosis.LoginCauses} decides which of it prevents a
 * login now, the decisive cause first. {@link dev.sekisho.service.diagnosis.DiagnosisTexts} has the sentences.
 *
 * <p>SECURITY: staff of some domains see only their accounts, and only the clients that these had.
 *
 * <p>DIAGNOSTICS: {@link dev.sekisho.service.ServiceException}; see the package {@code service}.
 *
 * <p>BUGS: the time of the last login is known to the node that answered it only, since its start. Without the decision
 * journal ({@code sekisho.decision.journal=off}) wrong passwords are unknown. Of an attack, the newest
 * {@value dev.sekisho.service.diagnosis.LoginDiagnosisService#MOST_ATTEMPTS} attempts of a day are read.
 *
 * <p>SEE ALSO: docs/operate/accounts.md, "Troubleshooting logins".
 */
@NullMarked
package dev.sekisho.service.diagnosis;

import org.jspecify.annotations.NullMarked;
