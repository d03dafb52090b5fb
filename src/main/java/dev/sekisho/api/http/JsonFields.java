// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.api.http;

import dev.sekisho.directory.PermissionOverrides;
import dev.sekisho.limit.SendLimits;
import dev.sekisho.net.NetworkList;
import dev.sekisho.service.FieldErrors;
import dev.sekisho.writebehind.StoredKey;
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
 * The members of a request's body, read one by one; what is wrong is gathered, and {@link #check} refuses it as a
 * whole.
 *
 * <p>A member that is null is as good as absent. A wrong member reads as its default, so that reading goes on. Members
 * that nobody asked for are unknown and refused.
 */
public final class JsonFields {
    private static final BigDecimal MIN_INT = BigDecimal.valueOf(Integer.MIN_VALUE);
    private static final BigDecimal MAX_INT = BigDecimal.valueOf(Integer.MAX_VALUE);

    private final JsonObject object;
    private final Set<String> asked = new HashSet<>();
    private final Set<String> ignored = new HashSet<>();
    private final FieldErrors errors = new FieldErrors();

    public JsonFields(JsonObject object) {
        this.object = object;
    }

    /** A text without control characters. */
    public Optional<String> text(String name) {
        return clearText(name).flatMap(text -> errors.text(name, text));
    }

    /** A text that may have any characters: passwords do. Half of a surrogate pair is no character. */
    public Optional<String> clearText(String name) {
        return value(name).flatMap(value -> {
            if (!(value instanceof JsonString text)) {
                error(name, "must be a text");
                return Optional.empty();
            }
            return isWhole(name, text.getString()) ? Optional.of(text.getString()) : Optional.empty();
        });
    }

    /** A name that must be there, as people read it; empty if it is not. */
    public String requiredName(String name) {
        String text = requiredText(name);
        judgeName(name, text);
        return text;
    }

    /** The one place that refuses what JSON can write, by an escape, and UTF-8 cannot. */
    private boolean isWhole(String field, String text) {
        boolean whole = StoredKey.isWhole(text);
        if (!whole) {
            error(field, "must not have half of a surrogate pair");
        }
        return whole;
    }

    /**
     * Names are compared by people: nothing in them may show them as other names, such as a change of the direction.
     */
    private void judgeName(String field, String text) {
        if (text.chars().anyMatch(JsonFields::isInvisible)) {
            error(field, "must not have control characters, or characters that change the direction of a text");
        }
    }

    /** Control characters, and embeddings, overrides and isolates of UAX #9. */
    private static boolean isInvisible(int c) {
        return Character.isISOControl(c) || (c >= 0x202a && c <= 0x202e) || (c >= 0x2066 && c <= 0x2069);
    }

    /** A text that must be there; empty if it is not. */
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
            // First the scale: 1e999999999 is whole too, and has a billion digits.
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

    /**
     * A list of names or addresses, without control characters and those that change the direction; empty if it is
     * absent.
     */
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
                        judgeName(field, text.getString());
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

    /** A value that {@code parser} reads from a text, or refuses with the reason. */
    public <T> Optional<T> parsed(String name, Function<String, T> parser) {
        return text(name).flatMap(text -> errors.parsed(name, text, parser));
    }

    /** Own permissions, by the members of {@link PermissionsBody}; what is absent is inherited. */
    public PermissionOverrides permissions() {
        return new PermissionOverrides(
                bool("permitPlain").orElse(null),
                bool("permitCramMd5").orElse(null),
                bool("permitApop").orElse(null),
                bool("permitImap").orElse(null),
                bool("permitPop3").orElse(null),
                bool("permitSmtp").orElse(null),
                bool("requireTls").orElse(null),
                parsed("permitNetworks", NetworkList::parse)
                        .map(NetworkList::toString)
                        .orElse(null),
                parsed("blockNetworks", NetworkList::parse)
                        .map(NetworkList::toString)
                        .orElse(null));
    }

    /** A moment as ISO 8601 writes it, within the bounds of {@link dev.sekisho.service.Moments}. */
    public Optional<Instant> instant(String name) {
        return text(name).flatMap(text -> errors.instant(name, text));
    }

    /** Send limits; empty for "inherited", which may also be said in that word. */
    public Optional<SendLimits> limits(String name) {
        return parsed(
                        name,
                        text -> text.strip().equals(SendLimits.INHERIT_WORD)
                                ? Optional.<SendLimits>empty()
                                : Optional.of(SendLimits.parse(text)))
                .flatMap(limits -> limits);
    }

    /**
     * The key of the path, which is the entry's name and judged as such, and a member that repeats it: it may be
     * absent, and must not differ.
     */
    public void key(String name, String key, Function<String, String> canonical) {
        judgeName(name, key);
        text(name)
                .filter(text -> !canonical.apply(text).equals(key))
                .ifPresent(text -> error(name, "must be that of the path, or absent"));
    }

    /** The names of the members that there are, those that are null too. */
    public Set<String> names() {
        return Set.copyOf(object.keySet());
    }

    /** Members that an answer has and a request may repeat: who puts what it got must not fail. */
    public void ignore(String... names) {
        ignored.addAll(Arrays.asList(names));
    }

    public void error(String field, String message) {
        errors.add(field, message);
    }

    /** What is wrong so far; to be called when every member was asked for: the others are unknown. */
    public FieldErrors errors() {
        List<String> unknown = object.keySet().stream()
                .filter(name -> !asked.contains(name) && !ignored.contains(name))
                .toList();
        // The names once: a body may have thousands of unknown ones.
        for (int i = 0; i < unknown.size(); i++) {
            error(unknown.get(i), i == 0 ? "is unknown" + known() : "is unknown");
        }
        return errors;
    }

    /**
     * Refuses the request if anything is wrong with it; to be called when every member was asked for.
     *
     * @throws dev.sekisho.service.InvalidFields with all that is wrong
     */
    public void check() {
        errors().check();
    }

    private String known() {
        return asked.isEmpty() ? "" : "; known are " + String.join(", ", new TreeSet<>(asked));
    }

    private Optional<JsonValue> value(String name) {
        asked.add(name);
        return Optional.ofNullable(object.get(name)).filter(value -> value.getValueType() != JsonValue.ValueType.NULL);
    }
}
