// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.password;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SecretTest {
    @Test
    void itIsNeverPrinted() {
        assertThat(Secret.of("open sesame")).hasToString("***");
    }

    @Test
    void bytesThatAreNotUtf8AreKept() {
        byte[] latin1 = {'p', (byte) 0xe4, 's', 's'};

        assertThat(Secret.ofBytes(latin1).bytes()).isEqualTo(latin1);
        assertThat(Secret.ofBytes(latin1).sizeBytes()).isEqualTo(4);
    }

    @Test
    void callersCannotChangeIt() {
        byte[] bytes = {'a'};
        Secret secret = Secret.ofBytes(bytes);
        bytes[0] = 'b';
        secret.bytes()[0] = 'c';

        assertThat(secret.text()).isEqualTo("a");
    }

    @Test
    void secretsOfTheSameBytesAreTheSame() {
        assertThat(Secret.of("é").isSameAs(Secret.ofBytes(new byte[] {(byte) 0xc3, (byte) 0xa9})))
                .isTrue();
        assertThat(Secret.of("a").isSameAs(Secret.of("ab"))).isFalse();
    }
}
