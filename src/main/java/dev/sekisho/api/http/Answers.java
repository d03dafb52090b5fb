// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.api.http;

import dev.sekisho.service.PathKey;
import dev.sekisho.service.change.Saved;
import jakarta.ws.rs.core.Response;
import java.net.URI;

/** The answers that several resources share. */
public final class Answers {
    private Answers() {}

    /** 201 with the location of a new entry, or 200; both contain the entry. */
    public static Response put(String collection, Saved<?> saved) {
        return saved.isNew()
                ? Response.created(URI.create("v1/" + collection + "/" + PathKey.encoded(saved.key())))
                        .entity(saved.entry())
                        .build()
                : Response.ok(saved.entry()).build();
    }
}
