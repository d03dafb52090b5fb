// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.connector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sekisho.policy.PolicyLimits;
import jakarta.resource.spi.InvalidPropertyException;
import java.time.Duration;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PolicyActivationSpecTest {
    private static PolicyActivationSpec spec() {
        PolicyActivationSpec spec = new PolicyActivationSpec();
        spec.setName("test");
        spec.setPort(0);
        spec.setMaxLineBytes(256);
        return spec;
    }

    @ParameterizedTest
    @CsvSource({
        "Port, 0, 65535",
        "MaxConnections, 1, 1000000",
        "MaxPeerPercent, 1, 100",
        "IdleTimeoutSeconds, 1, 86400",
        "RequestTimeoutSeconds, 1, 3600",
        "AnswerTimeoutMillis, 1, 3600000",
        "MaxRequestBytes, 1024, 1048576",
        "MaxAttributes, 1, 10000",
        "MaxLineBytes, 256, 16384",
        "IoThreads, 1, 64",
        "Backlog, 1, 65535",
        "DrainTimeoutMillis, 0, 600000",
        "BindRetryMillis, 10, 600000"
    })
    void aNumberIsTakenFromItsLeastToItsMostAndNoFurther(String property, int min, int max)
            throws ReflectiveOperationException {
        for (int value : new int[] {min, max}) {
            PolicyActivationSpec spec = with(property, value);
            assertThat(PolicyActivationSpec.class.getMethod("get" + property).invoke(spec))
                    .isEqualTo(value);
            assertThatCode(spec::validate).doesNotThrowAnyException();
        }
        String name = property.substring(0, 1).toLowerCase(Locale.ROOT) + property.substring(1);
        for (int value : new int[] {min - 1, max + 1}) {
            assertThatThrownBy(with(property, value)::validate)
                    .isInstanceOf(InvalidPropertyException.class)
                    .hasMessage(
                            "Policy listener \"test\": " + name + " must be " + min + " to " + max + ", not " + value);
        }
    }

    private static PolicyActivationSpec with(String property, int value) throws ReflectiveOperationException {
        PolicyActivationSpec spec = spec();
        PolicyActivationSpec.class.getMethod("set" + property, Integer.class).invoke(spec, value);
        return spec;
    }

    @Test
    void aNameHas1To64Characters() {
        PolicyActivationSpec spec = spec();
        spec.setName("a-B_9." + "x".repeat(58));
        assertThatCode(spec::validate).doesNotThrowAnyException();
        spec.setName(spec.getName() + "x");
        assertThatThrownBy(spec::validate).isInstanceOf(InvalidPropertyException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " "})
    void anAddressIsNotBlank(String address) {
        PolicyActivationSpec spec = spec();
        spec.setAddress(address);
        assertThatThrownBy(spec::validate).hasMessage("Policy listener \"test\": address is empty");
    }

    @Test
    void aRequestIsBoundedByItsOwnNumbers() {
        PolicyActivationSpec spec = spec();
        spec.setMaxRequestBytes(2000);
        spec.setMaxLineBytes(300);
        spec.setMaxAttributes(7);
        assertThat(spec.limits()).isEqualTo(new PolicyLimits(2000, 300, 7));
    }

    /** Of a tenth of the time for an answer and the time between attempts the shorter, between 10 ms and a second. */
    @ParameterizedTest
    @CsvSource({
        "10000, 1000, 1000",
        "20000, 2000, 1000",
        "9990, 1000, 999",
        "10000, 999, 999",
        "200, 1000, 20",
        "110, 1000, 11",
        "100, 1000, 10",
        "99, 1000, 10",
        "1, 1000, 10",
        "1, 10, 10",
        "10000, 10, 10",
        "10000, 11, 11"
    })
    void theSweepRunsAsOftenAsTheShortestLimitRequires(int answer, int retry, int sweep) {
        PolicyActivationSpec spec = spec();
        spec.setAnswerTimeoutMillis(answer);
        spec.setBindRetryMillis(retry);
        assertThat(context(spec).sweepMillis()).isEqualTo(sweep);
    }

    @Test
    void eachLimitIsOfItsOwnUnit() {
        PolicyActivationSpec spec = spec();
        spec.setIdleTimeoutSeconds(2);
        spec.setRequestTimeoutSeconds(3);
        spec.setAnswerTimeoutMillis(4);
        spec.setDrainTimeoutMillis(5);
        spec.setBindRetryMillis(60);
        ListenerContext context = context(spec);
        assertThat(context.idleNanos()).isEqualTo(Duration.ofSeconds(2).toNanos());
        assertThat(context.requestNanos()).isEqualTo(Duration.ofSeconds(3).toNanos());
        assertThat(context.answerNanos()).isEqualTo(Duration.ofMillis(4).toNanos());
        assertThat(context.drainNanos()).isEqualTo(Duration.ofMillis(5).toNanos());
        assertThat(context.bindRetryNanos()).isEqualTo(Duration.ofMillis(60).toNanos());
    }

    private static ListenerContext context(PolicyActivationSpec spec) {
        TestClock clock = new TestClock();
        return new ListenerContext(spec, new ListenerCounters(), new ClosedConnectionLog("test", clock), clock, true);
    }
}
