// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.database;

import com.google.errorprone.annotations.ThreadSafe;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The answer of the database for one key of a batch: a value, or the reason why this key alone cannot be read. */
@ThreadSafe
public final class Answer<T> {
    // Values are immutable records; the compiler cannot check a type variable.
    @SuppressWarnings("ThreadSafe")
    private final @Nullable T value;

    private final @Nullable RuntimeException failure;

    private Answer(@Nullable T value, @Nullable RuntimeException failure) {
        this.value = value;
        this.failure = failure;
    }

    public static <T> Answer<T> of(T value) {
        return new Answer<>(value, null);
    }

    public static <T> Answer<T> failed(RuntimeException failure) {
        return new Answer<>(null, failure);
    }

    /** Calls the function for the case at hand. */
    public <R> R fold(Function<T, R> onValue, Function<RuntimeException, R> onFailure) {
        if (failure != null) {
            return onFailure.apply(failure);
        }
        if (value == null) {
            throw new IllegalStateException("neither a value nor a failure");
        }
        return onValue.apply(value);
    }
}
