// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.platform;

import com.google.errorprone.annotations.ThreadSafe;
import dev.sekisho.login.NginxAuthResource;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The path under which the warm-up sends logins to its own login endpoint, through the HTTP stack of production.
 *
 * <p>SECURITY: the path contains a random token, which never leaves this process except in these requests over
 * loopback. The endpoint knows made-up accounts only. Without a round the path does not exist.
 */
@ThreadSafe
@Path("/{token}")
@ApplicationScoped
public class WarmUpResource {
    private record Opened(String token, NginxAuthResource endpoint) {}

    private volatile @Nullable Opened opened;

    /** Opens the path for a round; returns its last segment. */
    String open(NginxAuthResource endpoint) {
        String token = UUID.randomUUID().toString();
        opened = new Opened(token, endpoint);
        return token;
    }

    /** The path does not exist any more. */
    void close() {
        opened = null;
    }

    /** The endpoint of the round; null, which JAX-RS answers with 404, without a round or with another token. */
    @Path("/")
    public @Nullable NginxAuthResource endpoint(@PathParam("token") String token) {
        Opened current = opened;
        return current == null || !isSame(current.token, token) ? null : current.endpoint;
    }

    private static boolean isSame(String one, String other) {
        return MessageDigest.isEqual(one.getBytes(StandardCharsets.UTF_8), other.getBytes(StandardCharsets.UTF_8));
    }
}
