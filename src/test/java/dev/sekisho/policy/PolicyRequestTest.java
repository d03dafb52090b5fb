// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class PolicyRequestTest {

    @Test
    void whatIsNotSetIsEmpty() {
        assertThat(PolicyRequest.at(ProtocolState.RCPT).build())
                .isEqualTo(new PolicyRequest("", ProtocolState.RCPT, "", "", "", "", "", "", 0, 0, "", "", "", 0));
    }

    @Test
    void countsAreNotNegative() {
        PolicyRequest.Builder negativeCount =
                PolicyRequest.at(ProtocolState.DATA).recipientCount(-1);
        PolicyRequest.Builder negativeSize =
                PolicyRequest.at(ProtocolState.DATA).sizeBytes(-1);

        assertThatThrownBy(negativeCount::build).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(negativeSize::build).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void theLimitsOfARequestArePositive() {
        assertThatThrownBy(() -> new PolicyLimits(0, 1, 1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new PolicyLimits(1, 0, 1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new PolicyLimits(1, 1, 0)).isInstanceOf(IllegalArgumentException.class);
    }
}
