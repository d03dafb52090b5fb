// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.front;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A body that comes in pieces, is too long, or never ends. */
class BodyReaderTest {
    private final BodyBudget budget = new BodyBudget();
    private final List<byte[]> bodies = new ArrayList<>();
    private final List<Object> calls = new ArrayList<>();
    private final StringWriter answer = new StringWriter();
    private final Pieces input = new Pieces();
    private final Ending ending = new Ending(
            fake(AsyncContext.class, ""),
            fake(HttpServletResponse.class, new PrintWriter(answer)),
            "/a?b=c",
            Runnable::run);
    private final BodyReader reader = new BodyReader(input, 3_000, budget, ending, bodies::add);

    private <T> T fake(Class<T> type, Object answer) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(), new Class<?>[] {type}, (proxy, method, arguments) -> {
                    calls.add(method.getName() + (arguments == null ? "" : Arrays.toString(arguments)));
                    return method.getReturnType() == PrintWriter.class ? answer : null;
                }));
    }

    /** The received part of a body. */
    private static final class Pieces extends ServletInputStream {
        private int there;

        @Override
        public int read() {
            throw new AssertionError("byte by byte");
        }

        @Override
        public int read(byte[] buffer, int offset, int length) {
            int read = Math.min(there, length);
            Arrays.fill(buffer, offset, offset + read, (byte) 'x');
            there -= read;
            return read;
        }

        @Override
        public boolean isFinished() {
            return false;
        }

        @Override
        public boolean isReady() {
            return there > 0;
        }

        @Override
        public void setReadListener(ReadListener listener) {}
    }

    private void comes(int bytes) throws IOException {
        input.there += bytes;
        reader.onDataAvailable();
    }

    /** Checks that all of it is free again. */
    private void expectNothingHeld() {
        assertThat(budget.take((int) BodyBudget.MOST_BYTES)).isTrue();
    }

    @Test
    void aBodyInPiecesIsWholeAtItsEnd() throws IOException {
        comes(1);
        comes(1_500);
        assertThat(bodies).isEmpty();
        reader.onAllDataRead();
        assertThat(bodies).hasSize(1);
        assertThat(bodies.get(0)).hasSize(1_501);
        expectNothingHeld();
    }

    @Test
    void ofATooLongOneNoMoreIsRead() throws IOException {
        comes(10_000);
        assertThat(bodies).hasSize(1);
        assertThat(bodies.get(0)).hasSize(3_000);
        reader.onAllDataRead();
        comes(1);
        assertThat(bodies).hasSize(1);
        expectNothingHeld();
    }

    @Test
    void aSlowOneHoldsWhatHasComeOfItAndNoMore() throws IOException {
        comes(1);
        assertThat(budget.take((int) BodyBudget.MOST_BYTES - 1_024)).isTrue();
        assertThat(budget.take(1)).isFalse();
    }

    @Test
    void whereAllBodiesTogetherAreTooLargeItIsRefused() throws IOException {
        assertThat(budget.take((int) BodyBudget.MOST_BYTES - 1_500)).isTrue();
        comes(1_024);
        assertThat(ending.isOver()).isFalse();
        comes(1);
        assertThat(ending.isOver()).isTrue();
        assertThat(answer.toString()).isEqualTo(Refusal.BUSY + "\n");
        assertThat(calls).contains("setStatus[503]", "setHeader[Retry-After, 5]", "complete");
        assertThat(budget.take(1_500)).as("what it held is free").isTrue();
        assertThat(bodies).isEmpty();
    }

    @Test
    void aClientThatBreaksOffHoldsNothing() throws IOException {
        comes(100);
        reader.onError(new IOException("gone"));
        assertThat(calls).containsExactly("complete");
        assertThat(bodies).isEmpty();
        expectNothingHeld();
    }

    @Test
    void afterTheTimeIsOverNothingIsReadAndNothingHeld() throws IOException {
        comes(100);
        ending.refuse(408, "too slow");
        comes(100);
        reader.onAllDataRead();
        assertThat(bodies).isEmpty();
        expectNothingHeld();
    }

    @Test
    void aRequestThatTheContainerHasEndedGivesItsTurnBack() {
        Ending gone = new Ending(
                (AsyncContext) Proxy.newProxyInstance(
                        BodyReaderTest.class.getClassLoader(),
                        new Class<?>[] {AsyncContext.class},
                        (proxy, method, arguments) -> {
                            throw new NullPointerException("a part of it is another request's");
                        }),
                fake(HttpServletResponse.class, new PrintWriter(answer)),
                "/a",
                Runnable::run);
        gone.afterAll(() -> calls.add("turn given back"));
        assertThat(gone.dispatch()).isTrue();
        assertThat(calls).containsExactly("turn given back");
    }

    @Test
    void noStepRunsOnTheThreadThatEndsTheRequest() {
        List<Runnable> steps = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            Ending here = new Ending(
                    fake(AsyncContext.class, ""),
                    fake(HttpServletResponse.class, new PrintWriter(answer)),
                    "/a?b=c",
                    steps::add);
            switch (i) {
                case 0 -> here.dispatch();
                case 1 -> here.refuse(503, "busy");
                case 2 -> here.answer(200, "text/plain", new byte[0]);
                default -> here.abandon();
            }
            assertThat(steps).hasSize(i + 1);
        }
        assertThat(calls).isEmpty();
        steps.get(0).run();
        assertThat(calls).containsExactly("dispatch[/a?b=c]");
    }

    @Test
    void theEndComesOnce() {
        assertThat(ending.dispatch()).isTrue();
        assertThat(ending.dispatch()).isFalse();
        ending.refuse(408, "too late");
        ending.abandon();
        assertThat(calls).containsExactly("dispatch[/a?b=c]");
    }
}
