// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.api.staff;

import jakarta.enterprise.util.Nonbinding;
import jakarta.interceptor.InterceptorBinding;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Of a resource that staff of some domains may use: what a path names by {@code address} or {@code name} must be theirs to see for a {@code GET}, and
 * theirs to change for all else; it is not there otherwise, or forbidden where they may see it.
 *
 * <p>It holds for requests of the API and for the console's calls alike. What a method lists, and what it finds by other keys, it asks
 * {@link StaffScope} about itself.
 */
@InterceptorBinding
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface WithinDomains {
    /** What an address of a path is: an account, an alias and so on. */
    @Nonbinding
    String value() default "account";
}
