// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.service.change;

import dev.sekisho.service.ServiceException;
import jakarta.enterprise.util.Nonbinding;
import jakarta.interceptor.InterceptorBinding;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Runs a method, or each method of a class, in a transaction, as {@link jakarta.transaction.Transactional} does.
 * Liberty writes an FFDC report for every exception that passes its own interceptor; a {@link ServiceException} is an
 * expected answer and needs none.
 */
@Inherited
@InterceptorBinding
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.TYPE, ElementType.METHOD})
public @interface Transacted {
    /** Whether it may take minutes, as an import does: then the time limit is longer. */
    @Nonbinding
    boolean longWork() default false;
}
