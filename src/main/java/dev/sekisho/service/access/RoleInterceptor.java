// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.service.access;

import jakarta.annotation.Priority;
import jakarta.inject.Inject;
import jakarta.interceptor.AroundInvoke;
import jakarta.interceptor.Interceptor;
import jakarta.interceptor.InvocationContext;

/** Checks the access that {@link Allowed} names, before a transaction begins. Confined to its bean. */
@Allowed(Access.SEE)
@Interceptor
@Priority(Interceptor.Priority.PLATFORM_BEFORE + 100)
class RoleInterceptor {
    @Inject
    private Actor actor;

    @AroundInvoke
    Object check(InvocationContext call) throws Exception {
        actor.require(call.getMethod().getAnnotation(Allowed.class).value());
        return call.proceed();
    }
}
