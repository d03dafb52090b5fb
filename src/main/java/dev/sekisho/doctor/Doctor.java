// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.doctor;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Examines configurations. Stateless and safe for use by many threads. */
public final class Doctor {
    private Doctor() {}

    /** All mistakes, each once, in the order Postfix, nginx, Dovecot, and those between two of them. */
    public static List<Finding> examine(Patient patient) {
        Set<Finding> findings = new LinkedHashSet<>();
        GateFacts gate = patient.gate();
        Optional<Postfix> postfix = patient.main().map(main -> Postfix.read(main, patient.master()));
        Optional<PostfixRules> postfixRules = postfix.map(each -> new PostfixRules(each, gate, findings::add));
        postfixRules.ifPresent(PostfixRules::check);
        Optional<Block> nginx = patient.nginx().map(NginxReader::read);
        patient.nginx().ifPresent(source -> new NginxRules(source, nginx.orElseThrow(), gate, findings::add).check());
        Optional<Block> dovecot = patient.dovecot().map(DovecotReader::read);
        patient.dovecot()
                .ifPresent(source -> new DovecotRules(source, dovecot.orElseThrow(), gate, findings::add).check());

        boolean xclientFound = findings.stream().anyMatch(each -> each.rule().equals("xclient-hosts-missing"));
        Set<Finding> together = new LinkedHashSet<>();
        TogetherRules both = new TogetherRules(gate, together::add);
        both.gateAndPostfix();
        List<NginxServer> servers = nginx.map(NginxServer::all).orElse(List.of());
        postfix.ifPresent(each -> both.nginxAndPostfix(servers, each));
        dovecot.ifPresent(each -> both.nginxAndDovecot(servers, each));
        if (postfix.isPresent() && dovecot.isPresent()) {
            both.postfixAndDovecot(postfix.get(), postfixRules.orElseThrow(), dovecot.get());
        }
        together.removeIf(each -> xclientFound && each.rule().equals("xclient-hosts-missing"));
        findings.addAll(together);
        return List.copyOf(findings);
    }
}
