// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.console;

import com.google.errorprone.annotations.ThreadSafe;
import dev.sekisho.service.access.Access;
import dev.sekisho.service.access.Actor;
import dev.sekisho.settings.EffectiveSettings;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The page of effective settings, grouped by the second part of their names. */
@Named("settings")
@RequestScoped
public class SettingsPage {
    @Inject
    private EffectiveSettings settings;

    @Inject
    private Actor actor;

    /** Settings of one component. */
    @ThreadSafe
    public record Group(String name, List<EffectiveSettings.Shown> settings) {}

    public List<Group> getGroups() {
        actor.require(Access.SEE_ALL);
        Map<String, List<EffectiveSettings.Shown>> groups = new LinkedHashMap<>();
        for (EffectiveSettings.Shown each : settings.settings()) {
            groups.computeIfAbsent(each.name().split("\\.", 3)[1], name -> new ArrayList<>())
                    .add(each);
        }
        return groups.entrySet().stream()
                .map(each -> new Group(each.getKey(), List.copyOf(each.getValue())))
                .toList();
    }
}
