// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.admin;

import jakarta.annotation.Priority;
import jakarta.inject.Inject;
import jakarta.interceptor.AroundInvoke;
import jakarta.interceptor.Interceptor;
import jakarta.interceptor.InvocationContext;
import jakarta.ws.rs.PathParam;
import java.lang.annotation.Annotation;

/** Does what {@link WithinDomains} says, before anything else. One for each resource; safe for use by many threads. */
@WithinDomains
@Interceptor
@Priority(Interceptor.Priority.APPLICATION)
public class WithinDomainsInterceptor {
    @Inject
    private StaffScope scope;

    @AroundInvoke
    Object within(InvocationContext call) throws Exception {
        Annotation[][] parameters = call.getMethod().getParameterAnnotations();
        for (int i = 0; i < parameters.length; i++) {
            for (Annotation each : parameters[i]) {
                if (each instanceof PathParam path) {
                    judge(path.value(), (String) call.getParameters()[i], call);
                }
            }
        }
        return call.proceed();
    }

    private void judge(String parameter, String key, InvocationContext call) {
        if (parameter.equals("address")) {
            scope.expectAddress(
                    call.getMethod()
                            .getDeclaringClass()
                            .getAnnotation(WithinDomains.class)
                            .value(),
                    key);
        } else if (parameter.equals("name")) {
            scope.expectDomain(key);
        }
    }
}
