// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.service.access;

import jakarta.annotation.Priority;
import jakarta.inject.Inject;
import jakarta.interceptor.AroundInvoke;
import jakarta.interceptor.Interceptor;
import jakarta.interceptor.InvocationContext;
import java.lang.annotation.Annotation;

/** Checks each parameter with {@link InDomain}, inside the transaction and before the method. Confined to its bean. */
@Allowed(Access.SEE)
@Interceptor
@Priority(Interceptor.Priority.APPLICATION)
class DomainInterceptor {
    @Inject
    private StaffScope scope;

    @AroundInvoke
    Object check(InvocationContext call) throws Exception {
        Access access = call.getMethod().getAnnotation(Allowed.class).value();
        Annotation[][] parameters = call.getMethod().getParameterAnnotations();
        for (int i = 0; i < parameters.length; i++) {
            for (Annotation each : parameters[i]) {
                if (each instanceof InDomain named) {
                    check(access, named.value(), (String) call.getParameters()[i]);
                }
            }
        }
        return call.proceed();
    }

    private void check(Access access, String what, String key) {
        String login = what.equals("domain") ? '@' + key : key;
        if (access.changes()) {
            scope.expectChangeable(what, login);
        } else {
            scope.expectVisible(what, login);
        }
    }
}
