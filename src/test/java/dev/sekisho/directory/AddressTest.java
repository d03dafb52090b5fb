// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.directory;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AddressTest {
    @Test
    void asciiLettersAreLoweredAndOthersKeepTheirCase() {
        assertThat(Address.parse("ALICE@Example.ORG")).hasToString("Optional[alice@example.org]");
        assertThat(Address.parse("JOSÉ@EXAMPLE.org")).hasToString("Optional[josÉ@example.org]");
    }

    @Test
    void oneDotBehindTheDomainIsDroppedAndTwoAreAMistake() {
        assertThat(Address.parse("Alice@Example.ORG.")).contains(new Address("alice", "example.org"));
        assertThat(Address.parseAny("@example.org.")).contains(new Address("", "example.org"));
        assertThat(Address.parse("alice.@example.org")).contains(new Address("alice.", "example.org"));
        assertThat(Address.parse("alice@example.org..")).contains(new Address("alice", "example.org."));
        assertThat(Address.parse("alice@.")).contains(new Address("alice", "."));
        assertThat(Address.canonical("Alice@Example.ORG.")).isEqualTo("alice@example.org");
        assertThat(Address.canonical("Alice.")).isEqualTo("alice.");
        assertThat(Address.canonicalDomain("Example.ORG.")).isEqualTo("example.org");
        assertThat(Address.canonicalDomain("")).isEmpty();
        assertThat(Address.isDomain("example.org.")).isFalse();
    }

    @Test
    void anAddressInCanonicalFormIsReturnedItself() {
        String text = "alice@example.org";
        assertThat(Address.canonical(text)).isSameAs(text);
        assertThat(Address.canonicalDomain(text)).isSameAs(text);
    }

    @Test
    void aTextInCanonicalFormIsReturnedItself() {
        String text = "alice@example.org";
        assertThat(Address.lowerCase(text)).isSameAs(text);
    }

    @Test
    void theDomainBeginsBehindTheLastAt() {
        assertThat(Address.parse("a@b@example.org")).contains(new Address("a@b", "example.org"));
    }

    @Test
    void innerBlanksOfAQuotedLocalPartAreKept() {
        assertThat(Address.parse("two words@example.com")).contains(new Address("two words", "example.com"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "@",
                "alice",
                "alice@",
                "@example.org",
                " alice@example.org",
                "alice @example.org",
                "alice@example.org ",
                "alice@exam ple.org",
                "al\nice@example.org",
                "al\u0000ice@example.org",
                "al\tice@example.org",
                "alice@example.org\r",
                "al\u0085ice@example.org",
                "al\u2028ice@example.org"
            })
    void anInvalidAddressIsNotParsed(String text) {
        assertThat(Address.parse(text)).isEmpty();
    }

    @Test
    void halfOfASurrogatePairIsInNoAddress() {
        assertThat(Address.parseAny("a" + Character.MIN_HIGH_SURROGATE + "@example.org"))
                .isEmpty();
    }

    @Test
    void lengthsAreBounded() {
        assertThat(Address.parse("a".repeat(308) + "@example.org")).isPresent();
        assertThat(Address.parse("a".repeat(309) + "@example.org")).isEmpty();
        assertThat(Address.parse("a@" + "d".repeat(255))).isPresent();
        assertThat(Address.parse("a@" + "d".repeat(256))).isEmpty();
    }

    @Test
    void aWholeDomainIsAnAddressForAliasesOnly() {
        assertThat(Address.parseAny("@Example.org")).contains(new Address("", "example.org"));
        assertThat(Address.parse("@example.org")).isEmpty();
    }

    @Test
    void theExtensionBeginsAtTheFirstDelimiter() {
        Address address = new Address("alice+work-home", "example.org");
        assertThat(address.withoutExtension("+")).contains(new Address("alice", "example.org"));
        assertThat(address.withoutExtension("-")).contains(new Address("alice+work", "example.org"));
        assertThat(address.withoutExtension("-+")).contains(new Address("alice", "example.org"));
        assertThat(address.withoutExtension("")).isEmpty();
    }

    @Test
    void anExtensionNeedsANameBeforeIt() {
        assertThat(new Address("+work", "example.org").withoutExtension("+")).isEmpty();
        assertThat(new Address("++work", "example.org").withoutExtension("+"))
                .contains(new Address("+", "example.org"));
    }

    @Test
    void aDomainIsInLowerCaseAndHasNoAt() {
        assertThat(Address.isDomain("example.org")).isTrue();
        assertThat(Address.isDomain("Example.org")).isFalse();
        assertThat(Address.isDomain("a@example.org")).isFalse();
        assertThat(Address.isDomain("")).isFalse();
    }
}
