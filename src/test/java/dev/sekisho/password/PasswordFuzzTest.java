// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.password;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import org.junit.jupiter.api.Tag;

/** No stored and no given password causes an exception. Run by seeds; fuzzed with -Pfuzz. */
@Tag("slow")
class PasswordFuzzTest {
    @FuzzTest(maxDuration = "2m")
    void nothingStoredAndNothingGivenThrows(FuzzedDataProvider data) {
        PasswordScheme scheme = data.pickValue(PasswordScheme.values());
        boolean named = data.consumeBoolean();
        Secret given = Secret.ofBytes(data.consumeBytes(1100));
        String challenge = data.consumeString(100);
        String response = data.consumeString(40);
        String rest = data.consumeRemainingAsString();
        StoredPassword stored = StoredPassword.parse(named ? "{" + scheme.wireName() + "}" + rest : rest, "PLAIN");
        assertThat(stored.verify(given)).isNotNull();
        assertThat(stored.verifyCramMd5(challenge, response)).isNotNull();
        assertThat(stored.verifyApop(challenge, response)).isNotNull();
        assertThat(stored.toString()).endsWith("***");
        EncryptedSecret.parse(rest)
                .ifPresent(each -> assertThat(each.toString()).endsWith("***"));
    }
}
