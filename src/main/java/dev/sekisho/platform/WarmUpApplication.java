// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.platform;

import com.google.errorprone.annotations.Immutable;
import dev.sekisho.login.AuthErrorMapper;
import jakarta.ws.rs.ApplicationPath;
import jakarta.ws.rs.core.Application;
import java.util.Set;

/** The JAX-RS application of the warm-up. Each of its paths is answered with 404, except while a round runs. */
@Immutable
@ApplicationPath("/auth/warm-up")
public class WarmUpApplication extends Application {
    @Override
    public Set<Class<?>> getClasses() {
        return Set.of(WarmUpResource.class, AuthErrorMapper.class);
    }
}
