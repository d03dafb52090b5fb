// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.ctl;

import dev.sekisho.ctl.client.CtlException;
import dev.sekisho.ctl.client.Exit;
import dev.sekisho.ctl.client.NginxClient;
import dev.sekisho.ctl.client.SecretTransport;
import jakarta.json.Json;
import jakarta.json.JsonObjectBuilder;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code auth}: sends login requests as nginx does. */
@Command(name = "auth", description = "Tests logins.")
final class AuthCommand extends CommandGroup {
    AuthCommand(Sekishoctl ctl) {
        super(ctl);
    }

    @Command(
            name = "test",
            description = {
                "Sends a login request as nginx does, and shows the mail host for the client.",
                "Reads the account's password from the terminal, or with --password-stdin from standard input. A wrong"
                        + " password counts like any other."
            })
    int test(
            @Parameters(paramLabel = "LOGIN", description = "The login as the client would send it.") String login,
            @Option(
                            names = "--protocol",
                            paramLabel = "NAME",
                            defaultValue = "imap",
                            description = "imap, pop3 or smtp (${DEFAULT-VALUE}).")
                    String protocol,
            @Option(
                            names = "--client",
                            paramLabel = "ADDRESS",
                            defaultValue = "127.0.0.1",
                            description = "The client's address (${DEFAULT-VALUE}).")
                    String client,
            @Option(names = "--tls", description = "Simulate a client with TLS.") boolean tls,
            @Option(
                            names = "--password-stdin",
                            description = "Read the password from the first line of standard input.")
                    boolean passwordStdin) {
        Profile profile = ctl().profile();
        // Before prompting for a password that could not be sent.
        SecretTransport.check(ctl().address(profile), ctl().insecureHttp());
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("Auth-Method", "plain");
        headers.put("Auth-User", login);
        headers.put("Auth-Pass", passwordStdin ? firstLine() : Sekishoctl.prompt("Password of " + login + ": "));
        headers.put("Auth-Protocol", protocol);
        headers.put("Auth-Login-Attempt", "1");
        headers.put("Client-IP", client);
        if (tls) {
            headers.put("Auth-SSL", "on");
        }
        profile.value("auth-key").ifPresent(key -> headers.put("X-Auth-Key", key));
        return report(
                new NginxClient(ctl().http(profile), ctl().address(profile), ctl().insecureHttp()).query(headers));
    }

    private String firstLine() {
        try {
            BufferedReader reader =
                    new BufferedReader(new InputStreamReader(ctl().standardInput(), StandardCharsets.UTF_8));
            String line = reader.readLine();
            return line == null ? "" : line;
        } catch (IOException e) {
            throw new CtlException(Exit.UNKNOWN, "Cannot read standard input: " + e.getMessage(), e);
        }
    }

    /** Prints the answer, without a password that it may contain. */
    private int report(HttpHeaders answer) {
        String status = answer.firstValue("Auth-Status").orElse("");
        boolean accepted = status.equals("OK");
        if (accepted && answer.firstValue("Auth-Server").isEmpty()) {
            throw new CtlException(Exit.CRITICAL, "The answer is OK without Auth-Server: nginx would reject the login");
        }
        JsonObjectBuilder json =
                Json.createObjectBuilder().add("accepted", accepted).add("status", status);
        StringBuilder text = new StringBuilder(status);
        for (String name : new String[] {"Auth-Server", "Auth-Port", "Auth-User", "Auth-Error-Code", "Auth-Wait"}) {
            answer.firstValue(name).ifPresent(value -> {
                json.add(name, value);
                text.append(' ').append(name).append('=').append(value);
            });
        }
        ctl().output().print(json.build(), text.toString());
        if (accepted) {
            return Exit.OK;
        }
        boolean temporary = answer.firstValue("Auth-Error-Code").orElse("").startsWith("4")
                || status.contains("UNAVAILABLE")
                || status.contains("SYS/TEMP");
        return temporary ? Exit.CRITICAL : Exit.NO;
    }
}
