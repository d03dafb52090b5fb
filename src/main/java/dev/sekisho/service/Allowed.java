// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.service;

import jakarta.enterprise.util.Nonbinding;
import jakarta.interceptor.InterceptorBinding;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Of a method of a service: who may call it. A user without the role gets {@link NotPermitted}. A parameter that is
 * {@link InDomain} must be of a domain that the user may see, or change if the call is a change.
 */
@InterceptorBinding
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.TYPE, ElementType.METHOD})
public @interface Allowed {
    @Nonbinding
    Access value();
}
