// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.ctl;

import dev.sekisho.ctl.client.ApiClient;
import org.jspecify.annotations.Nullable;

/** A path of the API with its query. Confined to its command. */
final class Query {
    private final StringBuilder path;
    private char separator = '?';

    Query(String path) {
        this.path = new StringBuilder(path);
    }

    /** Adds a parameter unless its value is null. */
    Query with(String name, @Nullable String value) {
        if (value != null) {
            path.append(separator).append(name).append('=').append(ApiClient.encoded(value));
            separator = '&';
        }
        return this;
    }

    Query with(PageOptions page) {
        return with("limit", String.valueOf(page.number())).with("after", page.after());
    }

    @Override
    public String toString() {
        return path.toString();
    }
}
