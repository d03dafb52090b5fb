// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.doctor;

import com.google.errorprone.annotations.ThreadSafe;
import java.util.Optional;

/**
 * The configurations to examine. Each may be absent; rules that need an absent one are skipped.
 *
 * @param main main.cf or {@code postconf -n}
 * @param master master.cf or {@code postconf -M}
 * @param nginx nginx.conf or {@code nginx -T}
 * @param dovecot dovecot.conf or {@code doveconf -n}
 * @param sekisho settings of Sekisho
 */
@ThreadSafe
public record MailServerConfigs(
        Optional<Source> main,
        Optional<Source> master,
        Optional<Source> nginx,
        Optional<Source> dovecot,
        SekishoSettings sekisho) {}
