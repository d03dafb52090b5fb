// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.ctl.client;

import com.google.errorprone.annotations.ThreadSafe;
import jakarta.json.Json;
import jakarta.json.JsonArray;
import jakarta.json.JsonException;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.io.StringReader;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Reads an answer of a node in its expected shape. Any other answer, such as a proxy's page or a truncated answer, is
 * an error and never a success.
 */
@ThreadSafe
public final class ApiAnswer {
    private static final String IS_IT_SEKISHO = "; is this Sekisho?";

    /** Sekisho's message for an unknown path of its API, as opposed to an unknown entry. */
    private static final String NO_PATH = "There is nothing at this path.";

    private ApiAnswer() {}

    /**
     * Parses a JSON value.
     *
     * @throws CtlException if the text is not JSON, or not all of it
     */
    public static JsonValue json(String text) {
        if (text.isBlank()) {
            throw new CtlException(Exit.CRITICAL, "The answer is empty" + IS_IT_SEKISHO);
        }
        try (JsonReader reader = Json.createReader(new StringReader(text))) {
            return reader.readValue();
        } catch (JsonException | IllegalStateException e) {
            throw new CtlException(Exit.CRITICAL, "The answer is not JSON" + IS_IT_SEKISHO, e);
        }
    }

    /**
     * The value as an object.
     *
     * @throws CtlException if the value is not an object
     */
    public static JsonObject object(JsonValue json) {
        if (json instanceof JsonObject object) {
            return object;
        }
        throw new CtlException(Exit.CRITICAL, "The answer is not a JSON object" + IS_IT_SEKISHO);
    }

    /**
     * A member that is a list of objects.
     *
     * @throws CtlException if the member is not a list of objects
     */
    public static List<JsonObject> objects(JsonObject object, String name) {
        if (object.get(name) instanceof JsonArray array && array.stream().allMatch(JsonObject.class::isInstance)) {
            return array.getValuesAs(JsonObject.class);
        }
        throw missing(name);
    }

    /**
     * A member that is a string.
     *
     * @throws CtlException if the member is not a string
     */
    public static String text(JsonObject object, String name) {
        if (object.get(name) instanceof JsonString text) {
            return text.getString();
        }
        throw missing(name);
    }

    /**
     * A member that is a number.
     *
     * @throws CtlException if the member is not a number
     */
    public static int number(JsonObject object, String name) {
        if (object.get(name) instanceof JsonNumber number) {
            return number.intValue();
        }
        throw missing(name);
    }

    private static CtlException missing(String name) {
        return new CtlException(Exit.CRITICAL, "The answer lacks \"" + name + "\"" + IS_IT_SEKISHO);
    }

    /** The error for an answer other than 2xx. */
    static CtlException refusal(int status, String body, String path) {
        if (status == 401) {
            return new CtlException(Exit.UNKNOWN, "Wrong user or password (401)");
        }
        if (status == 403) {
            return new CtlException(Exit.UNKNOWN, "This user is not permitted to do that (403)");
        }
        Optional<String> problem = problem(body);
        if (status >= 500) {
            return new CtlException(
                    Exit.CRITICAL, "Sekisho failed (" + status + "): " + problem.orElse("no reason given"));
        }
        boolean noSuchPath = status == 404 && problem.orElse(NO_PATH).equals(NO_PATH);
        if (noSuchPath || status == 405) {
            return new CtlException(Exit.UNKNOWN, "The API of this node has no " + path + " (" + status + ")");
        }
        return problem.map(text -> new CtlException(Exit.NO, text, status))
                .orElseGet(() -> new CtlException(
                        Exit.CRITICAL, "The answer is HTTP " + status + " without a reason" + IS_IT_SEKISHO));
    }

    /** The detail and errors of a problem (RFC 9457). */
    private static Optional<String> problem(String body) {
        if (!body.stripLeading().startsWith("{")) {
            return Optional.empty();
        }
        if (!(json(body) instanceof JsonObject problem) || !(problem.get("detail") instanceof JsonString detail)) {
            return Optional.empty();
        }
        if (!problem.containsKey("errors")) {
            return Optional.of(detail.getString());
        }
        return Optional.of(objects(problem, "errors").stream()
                .map(each -> each.getString("field", "") + " " + each.getString("message", ""))
                .collect(Collectors.joining("; ", detail.getString() + " ", "")));
    }
}
