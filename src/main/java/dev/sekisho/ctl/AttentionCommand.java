// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.ctl;

import dev.sekisho.ctl.client.ApiAnswer;
import dev.sekisho.ctl.client.Exit;
import jakarta.json.JsonObject;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;

/** {@code attention}: lists what needs attention first. */
@Command(
        name = "attention",
        description = {
            "Lists what needs attention: full shared limits, accounts with refused mail, blocks, silent mail hosts.",
            "Exits with 0 if nothing does, else 1."
        })
final class AttentionCommand implements Callable<Integer> {
    private final Sekishoctl ctl;

    AttentionCommand(Sekishoctl ctl) {
        this.ctl = ctl;
    }

    @Override
    public Integer call() {
        JsonObject attention = ctl.sekisho().get("status/attention");
        String text = ApiAnswer.objects(attention, "items").stream()
                .map(each -> ApiAnswer.number(each, "count") + "\t" + ApiAnswer.text(each, "kind"))
                .collect(Collectors.joining("\n"));
        ctl.output().print(attention, text.isEmpty() ? "nothing" : text);
        return text.isEmpty() ? Exit.OK : Exit.NO;
    }
}
