// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.api.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.sekisho.service.InvalidFields;
import jakarta.json.JsonObject;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonFieldsTest {
    private static final String HALF = "\"\\ud800@example.org\"";

    /** What is wrong with a body, as {@code field message}; empty for nothing. */
    private static List<String> errors(String json, Consumer<JsonFields> reading) {
        JsonFields fields = fields(json);
        reading.accept(fields);
        InvalidFields refusal = catchThrowableOfType(InvalidFields.class, fields::check);
        return refusal == null
                ? List.of()
                : refusal.errors().stream()
                        .map(each -> each.field() + " " + each.message())
                        .toList();
    }

    @Test
    void halfOfASurrogatePairIsNotAText() {
        assertThat(errors("{\"reason\": " + HALF + "}", fields -> fields.text("reason")))
                .containsExactly("reason must not have half of a surrogate pair");
    }

    @Test
    void halfOfASurrogatePairIsNotAPassword() {
        assertThat(errors("{\"password\": \"a\\udc00\"}", fields -> fields.clearText("password")))
                .containsExactly("password must not have half of a surrogate pair");
    }

    @Test
    void halfOfASurrogatePairInAListIsNamedByItsPlace() {
        assertThat(errors("{\"targets\": [\"a@example.org\", " + HALF + "]}", fields -> fields.texts("targets")))
                .containsExactly("targets[1] must not have half of a surrogate pair");
    }

    @Test
    void aWholeSurrogatePairIsAText() {
        assertThat(errors("{\"reason\": \"\\ud83d\\ude00\"}", fields -> fields.text("reason")))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {0x202a, 0x202e, 0x2066, 0x2069, 0x85, 0x7})
    void aNameInThePathHasNothingThatShowsItAsAnother(int character) {
        assertThat(errors("{}", fields -> fields.key("name", "gold" + (char) character, text -> text)))
                .containsExactly(
                        "name must not have control characters, or characters that change the direction of a text");
    }

    @Test
    void aRequiredNameHasNoChangeOfDirection() {
        assertThat(errors("{\"name\": \"a\\u202eb\"}", fields -> fields.requiredName("name")))
                .hasSize(1);
    }

    @Test
    void namesInAListHaveNoChangeOfDirection() {
        assertThat(errors("{\"targets\": [\"a\\u202eb@example.org\"]}", fields -> fields.texts("targets")))
                .containsExactly("targets[0] must not have control characters, or characters that change the"
                        + " direction of a text");
    }

    @Test
    void aReasonMayChangeTheDirection() {
        assertThat(errors("{\"reason\": \"a\\u202bb\"}", fields -> fields.text("reason")))
                .isEmpty();
    }

    @Test
    void anUnknownFieldIsRefusedWithTheNamesOfThoseThatAreKnown() {
        assertThat(errors("{\"until\": 1, \"by\": 2}", fields -> {
                    fields.text("statusUntil");
                    fields.text("statusReason");
                    fields.ignore("by");
                }))
                .containsExactly("until is unknown; known are statusReason, statusUntil");
    }

    @Test
    void theKnownFieldsAreNamedOnceHoweverManyAreUnknown() {
        assertThat(errors("{\"a\": 1, \"b\": 2}", fields -> fields.text("limit")))
                .containsExactly("a is unknown; known are limit", "b is unknown");
    }

    @Test
    void aTimeBeyondTheYear9999IsAWrongField() {
        assertThat(errors("{\"until\": \"+999999999-12-31T23:59:59Z\"}", fields -> fields.instant("until")))
                .singleElement()
                .asString()
                .startsWith("until must be a time");
    }

    @Test
    void everyWrongPermissionIsNamedWithItsObject() {
        String body = "{\"permissions\": {\"imap\": \"yes\", \"networks\": \"here\", \"fax\": true}}";
        assertThat(errors(body, JsonFields::permissions))
                .hasSize(3)
                .anyMatch(each -> each.equals("permissions.imap must be true or false"))
                .anyMatch(each -> each.startsWith("permissions.networks "))
                .anyMatch(each -> each.startsWith("permissions.fax is unknown; known are apop, "));
    }

    @Test
    void anOldFlatPermissionIsUnknownAndTheObjectIsNamed() {
        assertThat(errors("{\"permitImap\": true}", JsonFields::permissions))
                .containsExactly("permitImap is unknown; known are permissions");
    }

    @Test
    void permissionsAreAnObject() {
        assertThat(errors("{\"permissions\": true}", JsonFields::permissions))
                .containsExactly("permissions must be an object");
    }

    @Test
    void theNamesOfABodyDistinguishAbsentMembersFromNull() {
        assertThat(fields("{\"plan\": null, \"permissions\": {\"imap\": null}}").names())
                .containsExactlyInAnyOrder("plan", "permissions.imap");
        assertThat(fields("{\"permissions\": null}").names()).containsExactly("permissions");
    }

    @Test
    void aMergePatchReplacesAndRemovesMembersAndKeepsTheOthers() {
        JsonObject entry = (JsonObject) JsonTexts.value("{\"imap\": true, \"pop3\": true, \"networks\": \"any\"}");
        JsonFields patched =
                fields("{\"imap\": false, \"smtp\": false, \"networks\": null}").patching(entry);
        assertThat(patched.names()).containsExactlyInAnyOrder("imap", "pop3", "smtp");
        assertThat(patched.bool("imap")).contains(false);
        assertThat(patched.bool("pop3")).contains(true);
    }

    private static JsonFields fields(String json) {
        return new JsonFields((JsonObject) JsonTexts.value(json));
    }
}
