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

/** Strict JSON: one value, nothing after it, and no object with duplicate names. */
@ThreadSafe
public final class JsonTexts {
    private static final JsonReaderFactory READERS =
            Json.createReaderFactory(Map.of(JsonConfig.KEY_STRATEGY, JsonConfig.KeyStrategy.NONE));

    private JsonTexts() {}

    /**
     * Parses a text.
     *
     * @throws jakarta.json.JsonException if it is not JSON, the value is followed by more text, or an object has a
     *     duplicate name
     * @throws IllegalStateException for some duplicate names
     * @throws RuntimeException if it is nested too deeply; JSON-P does not define a type for this
     */
    public static JsonValue value(String text) {
        // A reader ignores what follows its value. The parser reads to the end, and fails there.
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
