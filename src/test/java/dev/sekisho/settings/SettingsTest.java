// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SettingsTest {
    private enum Colour {
        RED,
        DARK_BLUE
    }

    private static final Setting<Integer> TRIES = Setting.integer("sekisho.test.tries", 3, 1, 10, "tries", "Tries.");
    private static final Setting<Boolean> ON = Setting.bool("sekisho.test.is-on", true, "Whether it is on.");
    private static final Setting<String> KEY = Setting.secret("sekisho.test.key", "any text", "The key.");
    private static final Setting<Colour> COLOUR = Setting.choice("sekisho.test.colour", Colour.RED, "The colour.");
    private static final Setting<String> WORD = Setting.text("sekisho.test.word", "", "a word", "A word.", text -> {
        if (text.contains(" ")) {
            throw new IllegalArgumentException("must be one word");
        }
        return text;
    });
    private static final List<Setting<?>> ALL = List.of(TRIES, ON, KEY, COLOUR, WORD);

    @Test
    void aUrlIsShownWithoutWhatMayBeASecretInIt() {
        assertThat(Masked.of("https://u:p@hooks.example.net:8443/T0/token?x=1"))
                .isEqualTo("https://hooks.example.net:8443/***");
        assertThat(Masked.of("https://hooks.example.net/")).isEqualTo("https://hooks.example.net/");
        assertThat(Masked.of("https://hooks.example.net?key=secret")).isEqualTo("https://hooks.example.net/***");
        assertThat(Masked.of("jdbc:postgresql://u:p@db/sekisho?user=a&sslpassword=b&ssl=true"))
                .isEqualTo("jdbc:postgresql://***@db/sekisho?user=a&sslpassword=***&ssl=true");
        assertThat(Masked.of("jdbc:h2:file:./x;PASSWORD=b;MODE=strict"))
                .isEqualTo("jdbc:h2:file:./x;PASSWORD=***;MODE=strict");
        assertThat(Masked.of("DEFER_IF_PERMIT see https://help.example.org/limits"))
                .isEqualTo("DEFER_IF_PERMIT see https://help.example.org/limits");
    }

    @Test
    void aWrongUrlIsRefusedWithoutRepeatingItsSecret() {
        Setting<String> url = Setting.text(
                "sekisho.test.url",
                "",
                "a URL",
                "A URL.",
                text -> java.net.URI.create(text).toString());
        Settings settings = settings(Map.of("sekisho.test.url", "https://u:hidden@hooks.example.net/hidden|"));
        settings.get(url);
        assertThat(settings.problems())
                .singleElement()
                .asString()
                .contains("sekisho.test.url", "hooks.example.net")
                .doesNotContain("hidden");
    }

    @Test
    void anAbsentPropertyHasItsDefault() {
        Settings settings = settings(Map.of());
        assertThat(settings.get(TRIES)).isEqualTo(3);
        assertThat(settings.get(ON)).isTrue();
        assertThat(settings.get(KEY)).isEmpty();
        assertThat(settings.get(COLOUR)).isEqualTo(Colour.RED);
        assertThat(settings.get(WORD)).isEmpty();
        assertThat(settings.problems()).isEmpty();
    }

    @Test
    void outerBlanksDoNotMatterToANumber() {
        assertThat(settings(Map.of("sekisho.test.tries", " 7 ")).get(TRIES)).isEqualTo(7);
    }

    @ParameterizedTest
    @CsvSource({"0, must be 1 to 10 tries", "11, must be 1 to 10 tries", "1.5, is not a whole number"})
    void aNumberOutOfBoundsIsAProblemAndReadsAsTheDefault(String text, String reason) {
        Settings settings = settings(Map.of("sekisho.test.tries", text));
        assertThat(settings.get(TRIES)).isEqualTo(3);
        assertThat(settings.problems()).containsExactly("sekisho.test.tries=\"" + text + "\" " + reason);
    }

    @ParameterizedTest
    @ValueSource(strings = {"yes", "1", "on", "fales"})
    void nothingButTrueAndFalseIsATruthValue(String text) {
        Settings settings = settings(Map.of("sekisho.test.is-on", text));
        assertThat(settings.get(ON)).isTrue();
        assertThat(settings.problems()).containsExactly("sekisho.test.is-on=\"" + text + "\" must be true or false");
    }

    @Test
    void aChoiceIsWrittenInLowerCaseWithHyphens() {
        assertThat(settings(Map.of("sekisho.test.colour", "Dark-Blue")).get(COLOUR))
                .isEqualTo(Colour.DARK_BLUE);
        assertThat(COLOUR.bounds()).isEqualTo("red, dark-blue");
    }

    @Test
    void allProblemsAreReportedAtOnceInTheOrderFound() {
        Settings settings = settings(Map.of(
                "sekisho.test.colour", "green",
                "sekisho.test.tries", "many",
                "sekisho.test.word", "two words"));
        ALL.forEach(settings::get);
        settings.problem("these contradict each other");
        assertThat(settings.problems())
                .containsExactly(
                        "sekisho.test.tries=\"many\" is not a whole number",
                        "sekisho.test.colour=\"green\" must be one of red, dark-blue",
                        "sekisho.test.word=\"two words\" must be one word",
                        "these contradict each other");
    }

    @Test
    void theValueOfASecretIsInNoProblem() {
        Setting<String> strict =
                new Setting<>("sekisho.test.key", "", "nothing", "A key.", true, SettingsTest::nothingButEmpty);
        Settings settings = settings(Map.of("sekisho.test.key", "hunter2"));
        settings.get(strict);
        assertThat(settings.problems()).containsExactly("sekisho.test.key is no good");
    }

    @Test
    void aLongOrHostileValueIsCutAndItsControlCharactersEscaped() {
        Settings settings = settings(Map.of("sekisho.test.tries", "\u001b[2J\n" + "9".repeat(100)));
        settings.get(TRIES);
        assertThat(settings.problems())
                .containsExactly(
                        "sekisho.test.tries=\"\\u001b[2J\\u000a" + "9".repeat(45) + "…\" is not a whole number");
    }

    @Test
    void unknownSettingsAreRefusedUnderEitherNameAndOtherNamesAreIgnored() {
        Settings settings = settings(Map.of(
                "sekisho.test.trys", "1",
                "SEKISHO_TEST_TRYS", "1",
                "SEKISHO_TEST_TRIES", "1",
                "sekisho.test.is-on", "true",
                "java.home", "/opt/java"));
        settings.rejectUnknown(ALL);
        assertThat(settings.problems())
                .as("the variable and the name that Liberty derives from it are one mistake")
                .containsExactly("\"SEKISHO_TEST_TRYS\" is not a setting of Sekisho");
    }

    @Test
    void anUnknownPropertyIsRefused() {
        Settings settings = settings(Map.of("sekisho.test.trys", "1"));
        settings.rejectUnknown(ALL);
        assertThat(settings.problems()).containsExactly("\"sekisho.test.trys\" is not a setting of Sekisho");
    }

    @Test
    void aDashedSettingMayComeByVariableUnderLibertysName() {
        Settings settings = settings(Map.of("SEKISHO_TEST_IS_ON", "true", "sekisho.test.is.on", "true"));
        settings.rejectUnknown(ALL);
        assertThat(settings.problems()).isEmpty();
    }

    @Test
    void theEnvironmentVariableHasUnderscoresForAllButLettersAndDigits() {
        assertThat(ON.environmentName()).isEqualTo("SEKISHO_TEST_IS_ON");
    }

    @Test
    void aDefaultThatItsOwnParserRefusesIsAProgrammersError() {
        Setting<Integer> wrong = Setting.integer("sekisho.test.wrong", 0, 1, 2, "", "Wrong.");
        assertThatThrownBy(() -> settings(Map.of()).get(wrong)).isInstanceOf(IllegalArgumentException.class);
    }

    private static String nothingButEmpty(String text) {
        if (text.isEmpty()) {
            return text;
        }
        throw new IllegalArgumentException("is no good");
    }

    private static Settings settings(Map<String, String> properties) {
        return new Settings(new TestConfig(properties));
    }
}
