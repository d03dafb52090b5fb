// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.ctl;

import com.google.errorprone.annotations.ThreadSafe;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.ConfigValue;
import org.eclipse.microprofile.config.spi.ConfigSource;
import org.eclipse.microprofile.config.spi.Converter;
import org.jspecify.annotations.Nullable;

/**
 * Settings from files or the environment as MicroProfile Config. A property is found by its name or its environment
 * variable; an empty text is absent. Settings that the server's configuration computes have a value too.
 */
@ThreadSafe
final class GivenConfig implements Config {
    /** Defaults in sekisho/sekisho.xml, relative to the server's folder. */
    private static final Map<String, String> COMPUTED = Map.of(
            "sekisho.database.url", "jdbc:h2:file:data/sekisho",
            "sekisho.admin.password-folder", "configDropins/overrides",
            "sekisho.decision.log-file", "logs/decisions.log");

    private final Map<String, String> given;

    GivenConfig(Map<String, String> given) {
        this.given = Map.copyOf(given);
    }

    @Override
    public <T> Optional<T> getOptionalValue(String name, Class<T> type) {
        return value(name).map(type::cast);
    }

    /** A setting by its property name. */
    Optional<String> value(String name) {
        @Nullable String value = given.get(name);
        if (value == null) {
            value = given.get(name.replaceAll("[^A-Za-z0-9]", "_").toUpperCase(Locale.ROOT));
        }
        return Optional.ofNullable(value)
                .or(() -> Optional.ofNullable(COMPUTED.get(name)))
                .filter(text -> !text.isEmpty());
    }

    @Override
    public Iterable<String> getPropertyNames() {
        Set<String> names = new LinkedHashSet<>(given.keySet());
        names.addAll(COMPUTED.keySet());
        return names;
    }

    @Override
    public <T> T getValue(String name, Class<T> type) {
        return getOptionalValue(name, type).orElseThrow();
    }

    @Override
    public ConfigValue getConfigValue(String name) {
        throw new UnsupportedOperationException("only values are supported");
    }

    @Override
    public Iterable<ConfigSource> getConfigSources() {
        return List.of();
    }

    @Override
    public <T> Optional<Converter<T>> getConverter(Class<T> type) {
        return Optional.empty();
    }

    @Override
    public <T> T unwrap(Class<T> type) {
        throw new UnsupportedOperationException("no wrapped object");
    }
}
