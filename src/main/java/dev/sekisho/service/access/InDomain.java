// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.service.access;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks a parameter that names an entry of a domain: an address, or the name of a domain. To staff of other domains the
 * entry does not exist. If they may read it but not change it, a change is not permitted.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.PARAMETER)
public @interface InDomain {
    /** The kind of the entry: {@code account}, {@code alias}, {@code mailbox} or {@code domain}. */
    String value();
}
