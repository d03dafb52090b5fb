// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.sendlimit.counter;

/** What a small message costs at a moment in UTC. Stateless. */
public final class TestCost {
    private static final long DAY_SECONDS = 86_400;

    private TestCost() {}

    public static Cost of(int recipients, long nowSeconds) {
        return new Cost(recipients, 1, 1, Cost.NO_DOMAINS, nowSeconds, (nowSeconds / DAY_SECONDS + 1) * DAY_SECONDS);
    }
}
