// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.login;

import com.google.errorprone.annotations.Immutable;
import jakarta.ws.rs.ApplicationPath;
import jakarta.ws.rs.core.Application;
import java.util.Set;

/** The JAX-RS application under {@code /auth}: login only, without the providers of the API. */
@Immutable
@ApplicationPath("/auth")
public class AuthApplication extends Application {
    @Override
    public Set<Class<?>> getClasses() {
        return Set.of(NginxAuthResource.class, AuthPolicyResource.class, AuthErrorMapper.class);
    }
}
