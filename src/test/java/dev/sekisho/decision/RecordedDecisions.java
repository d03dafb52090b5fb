// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.decision;

import com.google.errorprone.annotations.ThreadSafe;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A decision log that keeps the decisions, for the tests of the services. */
@ThreadSafe
public final class RecordedDecisions extends DecisionLog {
    /** The reference of each decision except plain passes. */
    public static final String REFERENCE = "7hk4n2xd";

    private final List<Decision> decisions = new CopyOnWriteArrayList<>();

    public RecordedDecisions() {
        super(
                new DecisionMetrics(new CountedMetrics().registry()),
                new LineWriter(new DecisionConfig("-", 1, 1, false)),
                Clock.systemUTC());
    }

    @Override
    public String record(Decision decision) {
        decisions.add(decision);
        return decision.isPlainPass() ? "" : REFERENCE;
    }

    public List<Decision> all() {
        return decisions;
    }

    public Decision last() {
        return decisions.get(decisions.size() - 1);
    }
}
