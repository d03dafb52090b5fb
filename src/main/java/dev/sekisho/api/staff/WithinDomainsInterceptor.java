// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.api.staff;

import jakarta.annotation.Priority;
import jakarta.inject.Inject;
import jakarta.interceptor.AroundInvoke;
import jakarta.interceptor.Interceptor;
import jakarta.interceptor.InvocationContext;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HEAD;
import jakarta.ws.rs.PathParam;
import java.lang.annotation.Annotation;
import java.lang.reflect.Method;

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
                    judge(path.value(), (String) call.getParameters()[i], call.getMethod());
                }
            }
        }
        return call.proceed();
    }

    private void judge(String parameter, String key, Method method) {
        String what = "domain";
        String login = '@' + key;
        if (parameter.equals("address")) {
            what = method.getDeclaringClass().getAnnotation(WithinDomains.class).value();
            login = key;
        } else if (!parameter.equals("name")) {
            return;
        }
        if (isReading(method)) {
            scope.expectVisible(what, login);
        } else {
            scope.expectChangeable(what, login);
        }
    }

    /** By the method and not by the request: the console calls both kinds from a form's POST. */
    private static boolean isReading(Method method) {
        return method.isAnnotationPresent(GET.class) || method.isAnnotationPresent(HEAD.class);
    }
}
