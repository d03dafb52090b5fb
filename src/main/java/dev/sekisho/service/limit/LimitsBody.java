// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.service.limit;

import com.google.errorprone.annotations.ThreadSafe;
import dev.sekisho.directory.EffectiveLimits;
import dev.sekisho.limit.SendLimits;
import dev.sekisho.service.change.Etags;
import jakarta.json.bind.annotation.JsonbPropertyOrder;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * The send limits of an entry as the API shows them.
 *
 * @param sendLimits its own limits; absent if it inherits them
 * @param effective the limits that apply
 * @param from the origin of these: {@code account}, {@code plan}, {@code domain} or {@code installation}
 * @param warnings of an account, if limits that it shares with others refuse its mail now or first; otherwise absent
 */
@ThreadSafe
@JsonbPropertyOrder({"sendLimits", "effective", "from", "warnings"})
@Schema(example = """
                {"sendLimits": "100/1h, 500/1d", "effective": "100/1h, 500/1d", "from": "domain"}""")
public record LimitsBody(
        @Nullable String sendLimits,
        String effective,
        String from,
        @Nullable List<String> warnings) implements Etags.Versioned<LimitsBody> {
    public static LimitsBody of(Optional<SendLimits> own, EffectiveLimits effective) {
        return new LimitsBody(
                own.map(SendLimits::toString).orElse(null),
                effective.limits().toString(),
                effective.from().name().toLowerCase(Locale.ROOT),
                null);
    }

    LimitsBody with(List<String> warned) {
        return warned.isEmpty() ? this : new LimitsBody(sendLimits, effective, from, warned);
    }

    @Override
    public @Nullable String version() {
        return null;
    }

    /** Warnings come and go without a change of the entry. */
    @Override
    public LimitsBody withoutVersion() {
        return new LimitsBody(sendLimits, effective, from, null);
    }
}
