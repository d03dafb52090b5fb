// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.ctl;

import dev.sekisho.ctl.client.ApiClient;
import dev.sekisho.ctl.client.Exit;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code explain}: explains a decision. */
@Command(name = "explain", description = "Explains a decision by its reference.")
final class ExplainCommand implements Callable<Integer> {
    private final Sekishoctl ctl;

    @Parameters(paramLabel = "REFERENCE", description = "Reference from the reply or the decision log.")
    private String reference = "";

    ExplainCommand(Sekishoctl ctl) {
        this.ctl = ctl;
    }

    @Override
    public Integer call() {
        ctl.output().print(ctl.sekisho().get("decisions/" + ApiClient.encoded(reference)));
        return Exit.OK;
    }
}
