// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.sendlimit.counter;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * The test's side of a {@link TestMember}: start, commands, orderly stop, kill.
 *
 * <p>Confined to one thread.
 */
final class MemberProcess implements AutoCloseable {
    private final Process process;
    private final BufferedReader answers;
    private final BufferedWriter commands;

    private MemberProcess(Process process) {
        this.process = process;
        this.answers = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.US_ASCII));
        this.commands =
                new BufferedWriter(new OutputStreamWriter(process.getOutputStream(), StandardCharsets.US_ASCII));
    }

    /** Starts a member on loopback; {@link #awaitJoined} waits until it has joined. */
    static MemberProcess start(int port, int... ports) throws IOException {
        return start(
                List.of(),
                "127.0.0.1",
                port,
                Arrays.stream(ports).mapToObj(each -> "127.0.0.1:" + each).collect(Collectors.joining(",")));
    }

    /** Starts a member by way of another command, such as {@code ip netns exec}. */
    static MemberProcess start(List<String> by, String address, int port, String members) throws IOException {
        List<String> command = new ArrayList<>(by);
        command.addAll(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx192m",
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "--add-modules=java.se",
                "--add-exports=java.base/jdk.internal.ref=ALL-UNNAMED",
                "--add-opens=java.base/java.lang=ALL-UNNAMED",
                "--add-opens=java.base/sun.nio.ch=ALL-UNNAMED",
                "--add-opens=java.management/sun.management=ALL-UNNAMED",
                "--add-opens=jdk.management/com.sun.management.internal=ALL-UNNAMED",
                "-cp",
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                TestMember.class.getName(),
                address,
                Integer.toString(port),
                members));
        File log = Path.of("target", "member-" + port + ".log").toFile();
        return new MemberProcess(new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.appendTo(log))
                .start());
    }

    MemberProcess awaitJoined() throws IOException {
        expect("joined");
        return this;
    }

    String command(String command) throws IOException {
        commands.write(command);
        commands.newLine();
        commands.flush();
        return answer();
    }

    private String answer() throws IOException {
        String answer = answers.readLine();
        if (answer == null) {
            throw new IOException("the member has ended; see target/member-*.log");
        }
        return answer;
    }

    private void expect(String answer) throws IOException {
        String given = answer();
        if (!given.equals(answer)) {
            throw new IOException("expected " + answer + ", not " + given);
        }
    }

    /** SIGKILL: no shutdown hook, no last packet. */
    void kill() throws InterruptedException {
        process.destroyForcibly();
        process.waitFor(10, TimeUnit.SECONDS);
    }

    void leave() throws IOException, InterruptedException {
        command("leave");
        process.waitFor(10, TimeUnit.SECONDS);
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
