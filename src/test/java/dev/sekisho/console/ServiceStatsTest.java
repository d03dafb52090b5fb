// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The figures and the chart that are made of a service's samples. */
class ServiceStatsTest {
    @Test
    void aServiceWithoutRequestsHasZerosAndAnEmptyChart() {
        ServiceStats service = service("quota", List.of(new MetricsHistory.Sample(Map.of(), 0, 0)));
        assertThat(service.perSecond()).isEqualTo("0.0");
        assertThat(service.lastHour()).isZero();
        assertThat(service.millis()).isEqualTo("–");
        assertThat(service.hour().all()).isEqualTo("M0 100");
    }

    @Test
    void theRateIsThatOfTheLastMinuteAndTheHourIsAllOfIt() {
        List<MetricsHistory.Sample> samples = new ArrayList<>();
        for (int i = 0; i <= MetricsHistory.SAMPLES; i++) {
            // One a second, but two a second in the last minute.
            long issued = 10L * i + Math.max(0, i - (MetricsHistory.SAMPLES - 6)) * 10L;
            samples.add(
                    new MetricsHistory.Sample(Map.of("dunno", issued - i, "defer", (long) i), issued, 500 * issued));
        }
        ServiceStats service = service("sendlimit", samples);
        assertThat(service.perSecond()).isEqualTo("2.0");
        assertThat(service.lastHour()).isEqualTo(3_660);
        assertThat(service.refusedLastHour()).isEqualTo(360);
        assertThat(service.errorsLastHour()).isZero();
        assertThat(service.millis()).isEqualTo("0.50");
        assertThat(service.hour().peak()).isEqualTo("2.0");
    }

    @Test
    void theChartEndsAtTheRightEdgeAndStaysWithinItsField() {
        List<MetricsHistory.Sample> samples = new ArrayList<>();
        for (int i = 0; i <= 3; i++) {
            samples.add(new MetricsHistory.Sample(Map.of("room", (long) i * i), i, i));
        }
        // Steps 1, 3, 5 of at most 5; the top four units stay free.
        assertThat(service("quota", samples).hour().all())
                .isEqualTo("M357 100 L357 80.8 L358 42.4 L359 4.0 L359 100 Z");
    }

    @Test
    void aStepOfTheDayIsFourMinutes() {
        ServiceStats service = ServiceStats.of(
                "quota",
                List.of(new MetricsHistory.Sample(Map.of(), 0, 0)),
                List.of(
                        new MetricsHistory.Sample(Map.of(), 0, 0),
                        new MetricsHistory.Sample(Map.of("room", 480L, "full", 480L), 960, 0)));
        assertThat(service.day().peak()).isEqualTo("4.0");
        assertThat(service.day().all()).isEqualTo("M359 100 L359 4.0 L359 100 Z");
        assertThat(service.day().refused()).isEqualTo("M359 100 L359 52.0 L359 100 Z");
    }

    private static ServiceStats service(String name, List<MetricsHistory.Sample> samples) {
        return ServiceStats.of(name, samples, samples);
    }

    @Test
    void errorsAreCountedApartFromRefusals() {
        ServiceStats service = service(
                "login",
                List.of(
                        new MetricsHistory.Sample(Map.of(), 0, 0),
                        new MetricsHistory.Sample(Map.of("accept", 5L, "reject", 2L, "tempfail", 3L), 10, 0)));
        assertThat(service.refusedLastHour()).isEqualTo(2);
        assertThat(service.errorsLastHour()).isEqualTo(3);
    }
}
