// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.api.http;

import dev.sekisho.directory.PermissionOverrides;
import dev.sekisho.limit.SendLimits;
import dev.sekisho.net.NetworkList;
import dev.sekisho.service.FieldErrors;
import dev.sekisho.writebehind.StoredKey;
import jakarta.json.Json;
import jakarta.json.JsonArray;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * The members of a request body. A resource reads them one by one; the errors are collected, and {@link #check} rejects
 * the body with all of them.
 *
 * <p>A member that is null counts as absent. A wrong member reads as its default, so that reading continues. Members
 * that the resource has not read are unknown, and an error.
 *
 * <p>ADR 10 has the reason why JSON-B does not read request bodies.
 */
public final class JsonFields {
    private static final BigDecimal MIN_INT = BigDecimal.valueOf(Integer.MIN_VALUE);
    private static final BigDecimal MAX_INT = BigDecimal.valueOf(Integer.MAX_VALUE);

    private final JsonObject object;

    /** Precedes each member's name in errors: {@code permissions.} in a nested object, else empty. */
    private final String prefix;

    private final FieldErrors errors;
    private final Set<String> known = new HashSet<>();
    private final Set<String> ignored = new HashSet<>();
    private final List<JsonFields> nested = new ArrayList<>();

    public JsonFields(JsonObject object) {
        this(object, "", new FieldErrors());
    }

    private JsonFields(JsonObject object, String prefix, FieldErrors errors) {
        this.object = object;
        this.prefix = prefix;
        this.errors = errors;
    }

    /**
     * This body as a JSON Merge Patch (RFC 7396) of an entry: the members of the entry, with those of this body in
     * their place. A member that is null here is absent in the result.
     *
     * @param entry the entry as {@code GET} shows it
     */
    JsonFields patching(JsonObject entry) {
        return new JsonFields((JsonObject) Json.createMergePatch(object).apply(entry));
    }

    /** A text without control characters. */
    public Optional<String> text(String name) {
        return clearText(name).flatMap(text -> errors.text(prefix + name, text));
    }

    /** A text with any characters, such as a password, but without half of a surrogate pair. */
    public Optional<String> clearText(String name) {
        return value(name).flatMap(value -> {
            if (!(value instanceof JsonString text)) {
                error(name, "must be a text");
                return Optional.empty();
            }
            return isWhole(name, text.getString()) ? Optional.of(text.getString()) : Optional.empty();
        });
    }

    /** A required name; empty if it is missing. */
    public String requiredName(String name) {
        String text = requiredText(name);
        checkName(name, text);
        return text;
    }

    /** JSON can escape half of a surrogate pair, which UTF-8 cannot encode. */
    private boolean isWhole(String field, String text) {
        boolean whole = StoredKey.isWhole(text);
        if (!whole) {
            error(field, "must not have half of a surrogate pair");
        }
        return whole;
    }

    /** People compare names by their looks, so a name must not contain characters that change its looks. */
    private void checkName(String field, String text) {
        if (text.chars().anyMatch(JsonFields::isInvisible)) {
            error(field, "must not have control characters, or characters that change the direction of a text");
        }
    }

    /** Control characters, and embeddings, overrides and isolates of UAX #9. */
    private static boolean isInvisible(int c) {
        return Character.isISOControl(c) || (c >= 0x202a && c <= 0x202e) || (c >= 0x2066 && c <= 0x2069);
    }

    /** A required text; empty if it is missing. */
    public String requiredText(String name) {
        Optional<String> text = text(name);
        if (text.isEmpty() && value(name).isEmpty()) {
            error(name, "is required");
        }
        return text.orElse("");
    }

    public boolean bool(String name, boolean absent) {
        return bool(name).orElse(absent);
    }

    public Optional<Boolean> bool(String name) {
        return value(name).map(value -> {
            if (value.getValueType() != JsonValue.ValueType.TRUE && value.getValueType() != JsonValue.ValueType.FALSE) {
                error(name, "must be true or false");
            }
            return value.getValueType() == JsonValue.ValueType.TRUE;
        });
    }

    public Optional<Integer> integer(String name) {
        return value(name).flatMap(value -> {
            // The scale first: 1e999999999 is whole too, and has a billion digits.
            if (value instanceof JsonNumber number && number.bigDecimalValue().scale() == 0) {
                BigDecimal decimal = number.bigDecimalValue();
                if (decimal.compareTo(MIN_INT) >= 0 && decimal.compareTo(MAX_INT) <= 0) {
                    return Optional.of(decimal.intValueExact());
                }
            }
            error(name, "must be a whole number" + (value instanceof JsonNumber ? " of usual size" : ""));
            return Optional.empty();
        });
    }

    /** A list of names or addresses; empty if it is absent. */
    public List<String> texts(String name) {
        List<String> texts = new ArrayList<>();
        value(name).ifPresent(value -> {
            if (!(value instanceof JsonArray array)) {
                error(name, "must be a list of texts");
                return;
            }
            for (JsonValue each : array) {
                if (each instanceof JsonString text) {
                    String field = name + "[" + texts.size() + "]";
                    if (isWhole(field, text.getString())) {
                        checkName(field, text.getString());
                    }
                    texts.add(text.getString());
                } else {
                    error(name, "must be a list of texts");
                    return;
                }
            }
        });
        return texts;
    }

    /** The members of a nested object, of which errors are named {@code name.member}; without members if absent. */
    public JsonFields object(String name) {
        JsonObject members = JsonValue.EMPTY_JSON_OBJECT;
        Optional<JsonValue> value = value(name);
        if (value.isPresent()) {
            if (value.get() instanceof JsonObject object) {
                members = object;
            } else {
                error(name, "must be an object");
            }
        }
        JsonFields fields = new JsonFields(members, prefix + name + ".", errors);
        nested.add(fields);
        return fields;
    }

    /** A value that {@code parser} reads from a text; its {@link IllegalArgumentException} becomes an error. */
    public <T> Optional<T> parsed(String name, Function<String, T> parser) {
        return text(name).flatMap(text -> errors.parsed(prefix + name, text, parser));
    }

    /** The object {@code permissions}, as {@link dev.sekisho.service.PermissionsBody} shows it. */
    public PermissionOverrides permissions() {
        JsonFields own = object("permissions");
        return new PermissionOverrides(
                own.bool("plain").orElse(null),
                own.bool("cramMd5").orElse(null),
                own.bool("apop").orElse(null),
                own.bool("imap").orElse(null),
                own.bool("pop3").orElse(null),
                own.bool("smtp").orElse(null),
                own.bool("requireTls").orElse(null),
                own.parsed("networks", NetworkList::parse)
                        .map(NetworkList::toString)
                        .orElse(null),
                own.parsed("blockedNetworks", NetworkList::parse)
                        .map(NetworkList::toString)
                        .orElse(null));
    }

    /** A time in ISO 8601, within the bounds of {@link dev.sekisho.service.Moments}. */
    public Optional<Instant> instant(String name) {
        return text(name).flatMap(text -> errors.instant(prefix + name, text));
    }

    /** Send limits; empty for inherited limits, which the word {@code inherit} means too. */
    public Optional<SendLimits> limits(String name) {
        return parsed(
                        name,
                        text -> text.strip().equals(SendLimits.INHERIT_WORD)
                                ? Optional.<SendLimits>empty()
                                : Optional.of(SendLimits.parse(text)))
                .flatMap(limits -> limits);
    }

    /** Checks the key in the path as a name, and the member that repeats it: it must be equal, or absent. */
    public void key(String name, String key, Function<String, String> canonical) {
        checkName(name, key);
        text(name)
                .filter(text -> !canonical.apply(text).equals(key))
                .ifPresent(text -> error(name, "must be that of the path, or absent"));
    }

    /**
     * The names of the members that this body has, those with null too. A nested object is named by its members, such
     * as {@code permissions.imap}.
     */
    public Set<String> names() {
        Set<String> names = new HashSet<>();
        object.forEach((name, value) -> {
            if (value instanceof JsonObject members) {
                members.keySet().forEach(each -> names.add(name + "." + each));
            } else {
                names.add(name);
            }
        });
        return names;
    }

    /** Members of an answer that a request may repeat, so that a client can {@code PUT} what {@code GET} showed. */
    public void ignore(String... names) {
        ignored.addAll(Arrays.asList(names));
    }

    public void error(String field, String message) {
        errors.add(prefix + field, message);
    }

    /** The errors so far and the unknown members; call it after every member was read. */
    public FieldErrors errors() {
        List<String> unknown = object.keySet().stream()
                .filter(name -> !known.contains(name) && !ignored.contains(name))
                .toList();
        // Only the first error has the known names: a body may have thousands of unknown members.
        for (int i = 0; i < unknown.size(); i++) {
            error(unknown.get(i), i == 0 ? "is unknown" + knownNames() : "is unknown");
        }
        nested.forEach(JsonFields::errors);
        return errors;
    }

    /**
     * Rejects the body if it has any error; call it after every member was read.
     *
     * @throws dev.sekisho.service.InvalidFields with all errors
     */
    public void check() {
        errors().check();
    }

    private String knownNames() {
        return known.isEmpty() ? "" : "; known are " + String.join(", ", new TreeSet<>(known));
    }

    private Optional<JsonValue> value(String name) {
        known.add(name);
        return Optional.ofNullable(object.get(name)).filter(value -> value.getValueType() != JsonValue.ValueType.NULL);
    }
}
