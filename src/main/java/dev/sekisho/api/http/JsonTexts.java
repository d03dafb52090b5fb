// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.api.http;

import com.google.errorprone.annotations.ThreadSafe;
import jakarta.json.Json;
import jakarta.json.JsonConfig;
import jakarta.json.JsonReader;
import jakarta.json.JsonReaderFactory;
import jakarta.json.JsonValue;
import jakarta.json.stream.JsonParser;
import java.io.StringReader;
import java.util.Map;

/** Texts that are one JSON value and nothing else, in which each object has each name once. */
@ThreadSafe
public final class JsonTexts {
    private static final JsonReaderFactory READERS =
            Json.createReaderFactory(Map.of(JsonConfig.KEY_STRATEGY, JsonConfig.KeyStrategy.NONE));

    private JsonTexts() {}

    /**
     * The value that {@code text} is.
     *
     * @throws jakarta.json.JsonException if it is no JSON, something stands behind the value, or an object has a name
     *     twice
     * @throws IllegalStateException perhaps, too, if an object has a name twice
     * @throws RuntimeException if it is nested too deeply; JSON-P has no type of its own for that
     */
    public static JsonValue value(String text) {
        // A reader stops where its value ends, whatever follows. The parser goes on to the end, or fails there.
        try (JsonParser parser = Json.createParser(new StringReader(text))) {
            while (parser.hasNext()) {
                parser.next();
            }
        }
        try (JsonReader reader = READERS.createReader(new StringReader(text))) {
            return reader.readValue();
        }
    }
}
