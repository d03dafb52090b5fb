// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.api;

import dev.sekisho.api.bruteforce.BlockBody;
import dev.sekisho.api.bruteforce.BlockResource;
import dev.sekisho.api.bruteforce.ExemptionBody;
import dev.sekisho.api.bruteforce.ExemptionResource;
import dev.sekisho.api.decision.DecisionBody;
import dev.sekisho.api.decision.DecisionResource;
import dev.sekisho.api.decision.DecisionSearch;
import dev.sekisho.api.http.JsonFields;
import dev.sekisho.api.http.Page;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.json.Json;
import jakarta.json.JsonObjectBuilder;

/**
 * As {@link Operator}, for what is watched: blocks of attackers, exemptions from them, decisions.
 *
 * <p>Safe for use by many threads.
 */
@ApplicationScoped
public class Watch {
    private static final String PAGE = "50";

    /** Blocks of one account that its page shows. */
    private static final String FEW = "10";

    @Inject
    private Operator operator;

    @Inject
    private BlockResource blocks;

    @Inject
    private ExemptionResource exemptions;

    @Inject
    private DecisionResource decisions;

    /** The next 50 blocks, whoever tried last first; empty texts permit all. */
    public Page<BlockBody> blocks(String rule, String address, String account, String after) {
        operator.mustEnter();
        return blocks.list(
                Operator.given(rule), Operator.given(address), Operator.given(account), "-lastSeen", after, PAGE);
    }

    /** Some blocks that concern an account. */
    public Page<BlockBody> blocksOf(String account) {
        operator.mustEnter();
        return blocks.list(null, null, account, "-lastSeen", null, FEW);
    }

    public BlockBody block(String id) {
        operator.mustEnter();
        return blocks.get(id);
    }

    /** Whether the user may lift a block; false if it has ended. */
    public boolean mayLift(String id) {
        return operator.mayHelp() && blocks.mayLift(id);
    }

    public void lift(String id, String reason) {
        operator.mustHelp();
        operator.because(reason);
        blocks.lift(id).close();
    }

    public Page<ExemptionBody> exemptions(String after) {
        operator.mustSee();
        return exemptions.list(after, PAGE);
    }

    /** Makes or replaces an exemption; the reason is the exemption's own, too. */
    public void exempt(String name, String subject, String until, String reason) {
        operator.mustAdminister();
        operator.because(reason);
        JsonObjectBuilder body =
                Json.createObjectBuilder().add("subject", subject.strip()).add("reason", reason.strip());
        if (!until.isBlank()) {
            body.add("until", until);
        }
        exemptions
                .put(name.strip(), operator.user(), new JsonFields(body.build()))
                .close();
    }

    public void endExemption(String name, String reason) {
        operator.mustAdminister();
        operator.because(reason);
        exemptions.delete(name).close();
    }

    /** The next 50 decisions, the newest first; empty texts permit all. */
    public Page<DecisionBody> decisions(String account, String client, String service, String result, String after) {
        operator.mustEnter();
        return decisions.search(DecisionSearch.of(account, client, service, result, after), PAGE);
    }

    /** The latest decisions about an account. */
    public Page<DecisionBody> decisionsOf(String account) {
        operator.mustEnter();
        return decisions.search(DecisionSearch.of(account, "", "", "", ""), FEW);
    }

    /** The decision whose reference a client was told. */
    public DecisionBody decision(String reference) {
        operator.mustEnter();
        return decisions.get(reference);
    }
}
