// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.ctl;

import java.util.List;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** Generates the manual page from the commands, in troff's man macros (man(7)). */
final class ManPage {
    private static final String FILES = """
            .SH FILES
            .TP
            .I ~/.config/sekishoctl
            Lines
            .IR "name = value" ,
            names: NAMES. Read only if its mode is 600.
            .SH ENVIRONMENT
            The same names in upper case after SEKISHOCTL_, such as SEKISHOCTL_URL and SEKISHOCTL_PASSWORD. An option
            overrides the environment, and the environment overrides the file. SEKISHOCTL_JAVA names the java to use.
            .SH SEE ALSO
            .BR postconf (5),
            .BR nginx (8),
            .BR doveconf (1)
            """;

    private ManPage() {}

    static String of(CommandLine line, String version) {
        CommandSpec top = line.getCommandSpec();
        StringBuilder page = new StringBuilder(16_384);
        page.append(".TH SEKISHOCTL 1 \"\" \"Sekisho ").append(escaped(version)).append("\" \"Sekisho\"\n");
        page.append(".SH NAME\nsekishoctl \\- query and administer Sekisho\n");
        page.append(".SH SYNOPSIS\n.B sekishoctl\n.RI [ options ]\n.I command\n.RI [ arguments ]\n");
        page.append(".SH DESCRIPTION\n");
        paragraphs(page, top.usageMessage().description());
        page.append(".SH OPTIONS\nFor all commands.\n");
        top.options().forEach(each -> option(page, each));
        page.append(".SH COMMANDS\n");
        commands(page, line);
        page.append(".SH EXIT STATUS\n");
        top.usageMessage()
                .exitCodeList()
                .forEach((code, meaning) -> page.append(".TP\n.B ")
                        .append(escaped(code))
                        .append('\n')
                        .append(escaped(meaning))
                        .append('\n'));
        page.append(FILES.replace(
                "NAMES", String.join(", ", Profile.NAMES.stream().sorted().toList())));
        return page.toString();
    }

    private static void commands(StringBuilder page, CommandLine line) {
        for (Map.Entry<String, CommandLine> each : line.getSubcommands().entrySet()) {
            CommandLine command = each.getValue();
            if (command.getSubcommands().isEmpty()) {
                command(page, command.getCommandSpec());
            } else {
                commands(page, command);
            }
        }
    }

    private static void command(StringBuilder page, CommandSpec command) {
        page.append(".SS ").append(escaped(command.qualifiedName().replaceFirst("^sekishoctl ", "")));
        for (PositionalParamSpec each : command.positionalParameters()) {
            String label = escaped(each.paramLabel());
            page.append(' ').append(each.arity().min() == 0 ? "[" + label + "\\&.\\|.\\|.]" : label);
        }
        page.append('\n');
        paragraphs(page, command.usageMessage().description());
        for (PositionalParamSpec each : command.positionalParameters()) {
            page.append(".TP\n.I ").append(escaped(each.paramLabel())).append('\n');
            described(page, each);
        }
        command.options().stream()
                .filter(each -> !each.inherited() && !each.usageHelp() && !each.versionHelp())
                .forEach(each -> option(page, each));
    }

    private static void option(StringBuilder page, OptionSpec option) {
        page.append(".TP\n.BR ")
                .append(escaped(String.join(",", List.of(option.names()))).replace(",", " \", \" "));
        if (option.arity().max() > 0) {
            page.append(" \" \\fI").append(escaped(option.paramLabel())).append("\\fR\"");
        }
        page.append('\n');
        described(page, option);
    }

    private static void described(StringBuilder page, ArgSpec argument) {
        String text = String.join(" ", argument.description())
                .replace("${DEFAULT-VALUE}", String.valueOf(argument.defaultValueString()));
        page.append(escaped(text)).append('\n');
    }

    private static void paragraphs(StringBuilder page, String[] paragraphs) {
        for (int i = 0; i < paragraphs.length; i++) {
            page.append(i == 0 ? "" : ".PP\n").append(escaped(paragraphs[i])).append('\n');
        }
    }

    /** Escapes backslashes and hyphens, and a line that begins like a request. */
    private static String escaped(String text) {
        String plain = text.replace("\\", "\\e").replace("-", "\\-");
        return plain.startsWith(".") || plain.startsWith("'") ? "\\&" + plain : plain;
    }
}
