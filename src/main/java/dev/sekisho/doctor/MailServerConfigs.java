// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.doctor;

import com.google.errorprone.annotations.ThreadSafe;
import java.util.Optional;

/**
 * What there is to examine; each part may be absent, and then rules that need it are left out.
 *
 * @param main main.cf or {@code postconf -n}
 * @param master master.cf or {@code postconf -M}
 * @param nginx nginx.conf or {@code nginx -T}
 * @param dovecot {@code doveconf -n}
 * @param sekisho Sekisho's own settings
 */
@ThreadSafe
public record MailServerConfigs(
        Optional<Source> main,
        Optional<Source> master,
        Optional<Source> nginx,
        Optional<Source> dovecot,
        SekishoSettings sekisho) {}
