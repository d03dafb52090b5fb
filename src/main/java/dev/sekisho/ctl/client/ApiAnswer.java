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
 * What a node answered, as the shape that is expected. What answers may be something else, such as a proxy's page or a
 * half of an answer: then there is a line that says so, and never a success.
 */
@ThreadSafe
public final class ApiAnswer {
    private static final String A_SERVER = "; is this a node?";

    /** What Sekisho says where its API has no such path, other than where it has no such entry. */
    private static final String NO_PATH = "There is nothing at this path.";

    private ApiAnswer() {}

    /**
     * Parses a JSON value.
     *
     * @throws CtlException if the text is not JSON, or not all of it
     */
    public static JsonValue json(String text) {
        if (text.isBlank()) {
            throw new CtlException(Exit.CRITICAL, "The answer is empty" + A_SERVER);
        }
        try (JsonReader reader = Json.createReader(new StringReader(text))) {
            return reader.readValue();
        } catch (JsonException | IllegalStateException e) {
            throw new CtlException(Exit.CRITICAL, "The answer is not JSON" + A_SERVER, e);
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
        throw new CtlException(Exit.CRITICAL, "The answer is no JSON object" + A_SERVER);
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
        return new CtlException(Exit.CRITICAL, "The answer lacks \"" + name + "\"" + A_SERVER);
    }

    /** Why a request has no success. */
    static CtlException refusal(int status, String body, String path) {
        if (status == 401) {
            return new CtlException(Exit.UNKNOWN, "Sekisho refuses this user or password (401)");
        }
        if (status == 403) {
            return new CtlException(Exit.UNKNOWN, "This user may not do that (403)");
        }
        Optional<String> problem = problem(body);
        if (status >= 500) {
            return new CtlException(
                    Exit.CRITICAL, "Sekisho fails (" + status + "): " + problem.orElse("no reason given"));
        }
        boolean noSuchPath = status == 404 && problem.orElse(NO_PATH).equals(NO_PATH);
        if (noSuchPath || status == 405) {
            return new CtlException(Exit.UNKNOWN, "This node has no " + path + " in its API (" + status + ")");
        }
        return problem.map(text -> new CtlException(Exit.NO, text, status))
                .orElseGet(() -> new CtlException(
                        Exit.CRITICAL, "The answer is HTTP " + status + " without a reason" + A_SERVER));
    }

    /** What a problem detail (RFC 9457) says. */
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
