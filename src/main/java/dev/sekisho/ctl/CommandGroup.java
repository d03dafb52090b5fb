// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.ctl;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** A command that requires a subcommand. */
@Command
abstract class CommandGroup implements Runnable {
    private final Sekishoctl ctl;

    @Spec
    private CommandSpec spec;

    CommandGroup(Sekishoctl ctl) {
        this.ctl = ctl;
    }

    final Sekishoctl ctl() {
        return ctl;
    }

    @Override
    public final void run() {
        throw new ParameterException(
                spec.commandLine(),
                "Missing subcommand: " + String.join(", ", spec.subcommands().keySet()));
    }
}
