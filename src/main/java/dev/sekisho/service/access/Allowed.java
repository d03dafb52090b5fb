// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.service.access;

import dev.sekisho.service.NotPermitted;
import jakarta.enterprise.util.Nonbinding;
import jakarta.interceptor.InterceptorBinding;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * The access that a method of a service needs. A user without a role for it gets {@link NotPermitted}. A parameter with
 * {@link InDomain} must name an entry of a domain that the user may read, or change if the call is a change.
 */
@InterceptorBinding
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.TYPE, ElementType.METHOD})
public @interface Allowed {
    @Nonbinding
    Access value();
}
