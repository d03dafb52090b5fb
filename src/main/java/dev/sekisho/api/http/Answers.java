// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.api.http;

import jakarta.ws.rs.core.Response;
import java.net.URI;

/** What the resources have in common. Holds no state. */
public final class Answers {
    private Answers() {}

    /** 201 with the place of a new entry, or 200; the entry in both. */
    public static Response put(boolean isNew, String collection, String key, Object body) {
        return isNew
                ? Response.created(URI.create("v1/" + collection + "/" + PathKey.encoded(key)))
                        .entity(body)
                        .build()
                : Response.ok(body).build();
    }
}
