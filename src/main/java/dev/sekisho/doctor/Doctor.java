// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.doctor;

import com.google.errorprone.annotations.ThreadSafe;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Examines the configuration of mail servers. */
@ThreadSafe
public final class Doctor {
    private Doctor() {}

    /** All mistakes, each once, in the order Postfix, nginx, Dovecot, between servers. */
    public static List<Finding> examine(MailServerConfigs configs) {
        Set<Finding> findings = new LinkedHashSet<>();
        SekishoSettings sekisho = configs.sekisho();
        Optional<Postfix> postfix = configs.main().map(main -> Postfix.read(main, configs.master()));
        postfix.ifPresent(each -> new PostfixRules(each, sekisho, findings::add).check());
        Optional<Block> nginx = configs.nginx().map(source -> {
            NginxReader.Reading reading = NginxReader.reading(source);
            List<Place> unread = relevantUnread(reading);
            new NginxRules(source, reading.root(), sekisho, findings::add).check(unread);
            return reading.root();
        });
        Optional<Block> dovecot = configs.dovecot().map(source -> {
            DovecotReader.Reading reading = DovecotReader.reading(source);
            new DovecotRules(source, reading.root(), sekisho, findings::add).check(reading.unread());
            return reading.root();
        });

        boolean xclientFound = findings.stream().anyMatch(each -> each.rule().equals("xclient-hosts-missing"));
        Set<Finding> together = new LinkedHashSet<>();
        CrossServerRules both = new CrossServerRules(sekisho, together::add);
        both.sekishoAndPostfix();
        List<NginxServer> servers = nginx.map(NginxServer::all).orElse(List.of());
        postfix.ifPresent(each -> both.nginxAndPostfix(servers, each));
        dovecot.ifPresent(each -> both.nginxAndDovecot(servers, each));
        dovecot.ifPresent(each ->
                both.sekishoAndDovecot(each, DovecotVersion.of(configs.dovecot().orElseThrow(), each)));
        if (postfix.isPresent() && dovecot.isPresent()) {
            both.postfixAndDovecot(postfix.get(), dovecot.get());
        }
        together.removeIf(each -> xclientFound && each.rule().equals("xclient-hosts-missing"));
        findings.addAll(together);
        return List.copyOf(findings);
    }

    /** Unread includes that may concern the mail proxy: neither those in {@code http} nor modules. */
    private static List<Place> relevantUnread(NginxReader.Reading reading) {
        Block root = reading.root();
        Set<Place> places = new LinkedHashSet<>();
        root.named("include")
                .filter(each -> !each.argument().contains("modules-"))
                .forEach(each -> places.add(each.place()));
        root.named("mail").flatMap(each -> each.below("include")).forEach(each -> places.add(each.place()));
        return reading.unread().stream().filter(places::contains).toList();
    }
}
