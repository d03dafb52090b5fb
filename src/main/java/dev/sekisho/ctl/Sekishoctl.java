// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.ctl;

import dev.sekisho.ctl.client.ApiClient;
import dev.sekisho.ctl.client.CtlException;
import dev.sekisho.ctl.client.Exit;
import dev.sekisho.ctl.client.Trust;
import dev.sekisho.settings.Version;
import dev.sekisho.text.LogText;
import java.io.Console;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** The command {@code sekishoctl} and the options of all its subcommands. */
@Command(
        name = "sekishoctl",
        scope = ScopeType.INHERIT,
        mixinStandardHelpOptions = true,
        versionProvider = Sekishoctl.Versions.class,
        exitCodeOnInvalidInput = Exit.UNKNOWN,
        exitCodeOnExecutionException = Exit.UNKNOWN,
        sortOptions = false,
        usageHelpAutoWidth = true,
        description = "Queries and administers Sekisho, and checks the mail servers around it.",
        exitCodeListHeading = "%nExit codes%n",
        exitCodeList = {
            "0:success, or the answer is yes",
            "1:the answer is no: refused, not found, full, a warning",
            "2:Sekisho is down or fails, or the doctor found an error",
            "3:the request could not be sent: usage, credentials, files"
        })
public final class Sekishoctl {
    private static final String DEFAULT_URL = "http://127.0.0.1:9080";

    private final Map<String, String> environment;
    private final Path home;
    private final InputStream standardInput;

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--url",
            scope = ScopeType.INHERIT,
            paramLabel = "URL",
            description = "Sekisho (SEKISHOCTL_URL; default " + DEFAULT_URL + ").")
    private @Nullable String url;

    @Option(
            names = "--user",
            scope = ScopeType.INHERIT,
            paramLabel = "NAME",
            description = "User of the API (SEKISHOCTL_USER; default admin). The password is SEKISHOCTL_PASSWORD.")
    private @Nullable String user;

    @Option(
            names = "--password-file",
            scope = ScopeType.INHERIT,
            paramLabel = "FILE",
            description = "File with the password in its first line, readable by its owner only.")
    private @Nullable Path passwordFile;

    @Option(names = "--ask-password", scope = ScopeType.INHERIT, description = "Prompt for the password.")
    private boolean askPassword;

    @Option(
            names = "--ca-file",
            scope = ScopeType.INHERIT,
            paramLabel = "FILE",
            description = "Certificates (PEM) to trust for HTTPS, instead of Java's (SEKISHOCTL_CA_FILE).")
    private @Nullable Path caFile;

    @Option(
            names = "--insecure-http",
            scope = ScopeType.INHERIT,
            description = "Permit unencrypted passwords and keys to Sekisho and databases on other machines.")
    private boolean insecureHttp;

    @Option(
            names = "--config",
            scope = ScopeType.INHERIT,
            paramLabel = "FILE",
            description =
                    "File with url, user, password … (SEKISHOCTL_CONFIG; default ~/.config/sekishoctl, mode 600).")
    private @Nullable Path config;

    @Option(
            names = {"-o", "--output"},
            scope = ScopeType.INHERIT,
            paramLabel = "FORMAT",
            description = "text or json.")
    private Format format = Format.TEXT;

    Sekishoctl(Map<String, String> environment, Path home, InputStream standardInput) {
        this.environment = environment;
        this.home = home;
        this.standardInput = standardInput;
    }

    public static void main(String[] arguments) {
        Sekishoctl command = new Sekishoctl(System.getenv(), Path.of(System.getProperty("user.home")), System.in);
        System.exit(commandLine(command).execute(arguments));
    }

    static CommandLine commandLine(Sekishoctl command) {
        CommandLine line = new CommandLine(command);
        List.of(
                        new StatusCommand(command),
                        new AttentionCommand(command),
                        new AccountCommand(command),
                        new LimitCommand(command),
                        new CounterCommand(command),
                        new SenderCommand(command),
                        new QuotaCommand(command),
                        new AuthCommand(command),
                        new PolicyCommand(command),
                        new BlockCommand(command),
                        new DecisionCommand(command),
                        new ExplainCommand(command),
                        new ImportCommand(command),
                        new ConfigCommand(command),
                        new DoctorCommand(command))
                .forEach(line::addSubcommand);
        line.setCaseInsensitiveEnumValuesAllowed(true);
        line.setExecutionExceptionHandler((exception, failed, result) -> {
            if (!(exception instanceof CtlException known)) {
                throw exception;
            }
            failed.getErr().println("sekishoctl: " + known.getMessage());
            failed.getErr().flush();
            return known.exitCode();
        });
        return line;
    }

    /** Whether secrets may go to other machines unencrypted. */
    boolean insecureHttp() {
        return insecureHttp;
    }

    Output output() {
        return new Output(spec.commandLine().getOut(), format);
    }

    /** Prints a warning on standard error. */
    void warn(String text) {
        spec.commandLine().getErr().println("sekishoctl: " + text);
        spec.commandLine().getErr().flush();
    }

    Map<String, String> environment() {
        return environment;
    }

    InputStream standardInput() {
        return standardInput;
    }

    Profile profile() {
        return Profile.read(environment, home, Optional.ofNullable(config));
    }

    /** The API, with credentials if there are any. */
    ApiClient sekisho() {
        Profile profile = profile();
        URI address = address(profile);
        Optional<String> authorization = password(profile).map(password -> {
            String name =
                    Optional.ofNullable(user).or(() -> profile.value("user")).orElse("admin");
            return "Basic "
                    + Base64.getEncoder().encodeToString((name + ":" + password).getBytes(StandardCharsets.UTF_8));
        });
        return new ApiClient(http(profile), address, authorization, insecureHttp);
    }

    URI address(Profile profile) {
        String text = Optional.ofNullable(url).or(() -> profile.value("url")).orElse(DEFAULT_URL);
        URI address;
        try {
            address = URI.create(text);
        } catch (IllegalArgumentException e) {
            throw new CtlException(Exit.UNKNOWN, LogText.quoted(text) + " is not a URL", e);
        }
        if (address.getHost() == null || !("http".equals(address.getScheme()) || "https".equals(address.getScheme()))) {
            throw new CtlException(Exit.UNKNOWN, LogText.quoted(text) + " is not an http or https URL with a host");
        }
        if (address.getRawUserInfo() != null) {
            // It would be in messages, and all users of the machine can read a command line.
            throw new CtlException(Exit.UNKNOWN, "The URL contains a user: use --user and SEKISHOCTL_PASSWORD");
        }
        return address.resolve("/");
    }

    HttpClient http(Profile profile) {
        HttpClient.Builder builder = HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(10));
        Optional.ofNullable(caFile)
                .or(() -> profile.value("ca-file").map(Path::of))
                .ifPresent(file -> builder.sslContext(Trust.in(file)));
        return builder.build();
    }

    private Optional<String> password(Profile profile) {
        if (askPassword) {
            return Optional.of(prompt("Password of the API: "));
        }
        if (passwordFile != null) {
            List<String> lines = PrivateFile.lines(passwordFile);
            return Optional.of(lines.isEmpty() ? "" : lines.get(0));
        }
        return profile.value("password");
    }

    /** Prompts for a secret on the terminal, without echo. */
    @SuppressWarnings("SystemConsoleNull") // since JDK 22 it reads standard input if there is no terminal
    static String prompt(String prompt) {
        @Nullable Console console = System.console();
        char @Nullable [] typed = console == null ? null : console.readPassword("%s", prompt);
        if (typed == null) {
            throw new CtlException(Exit.UNKNOWN, "Cannot prompt for a password without a terminal");
        }
        return new String(typed);
    }

    /** Provides the version. */
    static final class Versions implements IVersionProvider {
        @Override
        public String[] getVersion() {
            return new String[] {"sekishoctl " + Version.text()};
        }
    }
}
