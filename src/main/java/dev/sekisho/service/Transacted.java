// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.service;

import jakarta.enterprise.util.Nonbinding;
import jakarta.interceptor.InterceptorBinding;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A method, or each method of a class, is one transaction, as with {@link jakarta.transaction.Transactional}; but a
 * {@link ServiceException} is an answer and no incident, while Liberty writes an FFDC report of every exception that
 * crosses its own interceptor.
 */
@Inherited
@InterceptorBinding
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.TYPE, ElementType.METHOD})
public @interface Transacted {
    /** Whether it may take minutes, as an import does. */
    @Nonbinding
    boolean longWork() default false;
}
