// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.api.http;

import com.google.errorprone.annotations.ThreadSafe;
import dev.sekisho.service.InvalidRequest;
import jakarta.json.JsonException;
import jakarta.json.JsonObject;
import jakarta.json.stream.JsonParsingException;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.ext.MessageBodyReader;
import jakarta.ws.rs.ext.Provider;
import java.io.IOException;
import java.io.InputStream;
import java.lang.annotation.Annotation;
import java.lang.reflect.Type;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** Reads a request body: one JSON object in UTF-8, without duplicate names, of at most 64 KiB. */
@ThreadSafe
@Provider
@Consumes({MediaType.APPLICATION_JSON, MergePatches.MEDIA_TYPE})
public class JsonFieldsReader implements MessageBodyReader<JsonFields> {
    /** Maximum body in bytes: enough for an alias with a thousand targets, which is the largest entry. */
    static final int MAX_BYTES = 64 * 1024;

    @Override
    public boolean isReadable(Class<?> type, Type genericType, Annotation[] annotations, MediaType mediaType) {
        return type == JsonFields.class;
    }

    @Override
    public JsonFields readFrom(
            Class<JsonFields> type,
            Type genericType,
            Annotation[] annotations,
            MediaType mediaType,
            MultivaluedMap<String, String> headers,
            InputStream body)
            throws IOException {
        return new JsonFields(object(text(body)));
    }

    private static String text(InputStream body) throws IOException {
        byte[] bytes = body.readNBytes(MAX_BYTES + 1);
        if (bytes.length > MAX_BYTES) {
            throw ProblemException.tooLarge(MAX_BYTES);
        }
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new InvalidRequest("The body is not UTF-8.");
        }
    }

    private static JsonObject object(String text) {
        if (text.isBlank()) {
            throw new InvalidRequest("The body is missing: need a JSON object.");
        }
        try {
            if (JsonTexts.value(text) instanceof JsonObject object) {
                return object;
            }
            throw new InvalidRequest("The body is not a JSON object.");
        } catch (JsonParsingException e) {
            throw new InvalidRequest("The body is not JSON: see line "
                    + e.getLocation().getLineNumber() + ", column "
                    + e.getLocation().getColumnNumber() + ".");
        } catch (JsonException | IllegalStateException e) {
            throw new InvalidRequest("The body is not JSON, or names a field twice.");
        } catch (InvalidRequest e) {
            throw e;
        } catch (RuntimeException e) {
            // Parsson reports too deep nesting by a plain RuntimeException.
            throw new InvalidRequest("The body is nested too deeply.");
        }
    }
}
