// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.ctl;

import dev.sekisho.ctl.client.CtlException;
import dev.sekisho.ctl.client.Exit;
import dev.sekisho.doctor.Doctor;
import dev.sekisho.doctor.Finding;
import dev.sekisho.doctor.MailServerConfigs;
import dev.sekisho.doctor.SekishoSettings;
import dev.sekisho.doctor.Severity;
import dev.sekisho.doctor.Source;
import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code doctor}: finds known mistakes in the configuration of mail servers. */
@Command(
        name = "doctor",
        description = {
            "Finds known mistakes in the configuration of Postfix, nginx and Dovecot, each with the line to change.",
            "Without files it runs postconf -n, postconf -M, nginx -T and doveconf -n of this machine.",
            "Exits with 0 for no findings, 1 for warnings, 2 for errors, 3 if there is nothing to examine."
        })
final class DoctorCommand implements Callable<Integer> {
    private final Sekishoctl ctl;

    @Option(names = "--postfix-main", paramLabel = "FILE", description = "main.cf, or the output of postconf -n.")
    private @Nullable Path main;

    @Option(names = "--postfix-master", paramLabel = "FILE", description = "master.cf, or the output of postconf -M.")
    private @Nullable Path master;

    @Option(
            names = "--nginx",
            paramLabel = "FILE",
            description = "nginx.conf, read with its includes, or the output of nginx -T.")
    private @Nullable Path nginx;

    @Option(
            names = "--dovecot",
            paramLabel = "FILE",
            description = "dovecot.conf, read with its includes, or the output of doveconf -n.")
    private @Nullable Path dovecot;

    @Option(
            names = "--sekisho",
            paramLabel = "FILE",
            description = "Sekisho's settings (server.env), for its ports and key. Without it, the defaults.")
    private @Nullable Path sekisho;

    DoctorCommand(Sekishoctl ctl) {
        this.ctl = ctl;
    }

    @Override
    public Integer call() {
        boolean given = Stream.of(main, master, nginx, dovecot).anyMatch(each -> each != null);
        MailServerConfigs configs = new MailServerConfigs(
                given ? file(main) : run("postconf", "-n"),
                given ? file(master) : run("postconf", "-M"),
                given ? file(nginx) : run("nginx", "-T"),
                given ? file(dovecot) : run("doveconf", "-n"),
                settings());
        if (Stream.of(configs.main(), configs.nginx(), configs.dovecot()).allMatch(Optional::isEmpty)) {
            throw new CtlException(
                    Exit.UNKNOWN,
                    "Nothing to examine: no files, and postconf, nginx and doveconf are missing or fail (as root?)");
        }
        List<Finding> findings = Doctor.examine(configs);
        ctl.output().print(json(findings).build(), text(findings));
        if (findings.stream().anyMatch(each -> each.severity() == Severity.ERROR)) {
            return Exit.CRITICAL;
        }
        return findings.isEmpty() ? Exit.OK : Exit.NO;
    }

    private SekishoSettings settings() {
        if (sekisho == null) {
            return SekishoSettings.defaults();
        }
        GivenConfig config = new GivenConfig(SettingsFile.read(sekisho));
        Map<String, String> known = new LinkedHashMap<>();
        for (String name : List.of(
                "sekisho.sendlimit.port",
                "sekisho.quota.port",
                "sekisho.quota.connections-per-host",
                "sekisho.login.key",
                "sekisho.sendlimit.action",
                "sekisho.sendlimit.count-at",
                "sekisho.quota.over-quota-reply")) {
            config.value(name).ifPresent(value -> known.put(name, value));
        }
        return SekishoSettings.of(known, sekisho.toString());
    }

    private static Optional<Source> file(@Nullable Path file) {
        if (file == null) {
            return Optional.empty();
        }
        try {
            return Optional.of(IncludedFiles.source(file));
        } catch (IOException e) {
            throw new CtlException(Exit.UNKNOWN, "Cannot read " + file + ": " + e.getMessage(), e);
        }
    }

    /** The output of a command; empty if it is not installed or fails. */
    private static Optional<Source> run(String... command) {
        try {
            Process process = new ProcessBuilder(command)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .redirectInput(
                            ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                    .start();
            String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            boolean worked = process.waitFor() == 0 && !text.isBlank();
            return worked ? Optional.of(new Source(String.join(" ", command), text)) : Optional.empty();
        } catch (IOException e) {
            return Optional.empty(); // not installed
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CtlException(Exit.UNKNOWN, "interrupted", e);
        }
    }

    private static String text(List<Finding> findings) {
        if (findings.isEmpty()) {
            return "OK, no known mistakes found";
        }
        StringBuilder text = new StringBuilder();
        for (Finding each : findings) {
            text.append(each.severity())
                    .append(' ')
                    .append(each.rule())
                    .append(' ')
                    .append(each.place())
                    .append("\n    ")
                    .append(each.what())
                    .append("\n    change: ")
                    .append(each.change().replace("\n", "\n            "))
                    .append('\n');
        }
        long errors = findings.stream()
                .filter(each -> each.severity() == Severity.ERROR)
                .count();
        return text.append(errors)
                .append(" errors, ")
                .append(findings.size() - errors)
                .append(" warnings")
                .toString();
    }

    private static JsonArrayBuilder json(List<Finding> findings) {
        JsonArrayBuilder all = Json.createArrayBuilder();
        for (Finding each : findings) {
            all.add(Json.createObjectBuilder()
                    .add("severity", each.severity().toString())
                    .add("rule", each.rule())
                    .add("place", each.place().toString())
                    .add("what", each.what())
                    .add("change", each.change()));
        }
        return all;
    }
}
