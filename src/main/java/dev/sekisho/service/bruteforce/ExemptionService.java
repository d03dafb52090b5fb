// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.service.bruteforce;

import com.google.errorprone.annotations.ThreadSafe;
import dev.sekisho.bruteforce.Exemption;
import dev.sekisho.bruteforce.ExemptionRepository;
import dev.sekisho.bruteforce.Exemptions;
import dev.sekisho.directory.Address;
import dev.sekisho.net.IpNetwork;
import dev.sekisho.service.EntryMissing;
import dev.sekisho.service.FieldErrors;
import dev.sekisho.service.InvalidFields;
import dev.sekisho.service.PathKey;
import dev.sekisho.service.access.Access;
import dev.sekisho.service.access.Actor;
import dev.sekisho.service.access.Allowed;
import dev.sekisho.service.change.AfterCommit;
import dev.sekisho.service.change.ChangeLog;
import dev.sekisho.service.change.Saved;
import dev.sekisho.service.change.Transacted;
import dev.sekisho.service.list.Page;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Accounts and networks that brute-force protection does not apply to. */
@ThreadSafe
@ApplicationScoped
@Transacted
public class ExemptionService {
    private static final String KIND = "exemption";

    /** The columns' lengths. */
    private static final int NAME_CHARACTERS = 100;

    private static final int REASON_CHARACTERS = 500;

    @Inject
    private AfterCommit afterCommit;

    @Inject
    private ChangeLog changes;

    @Inject
    private ExemptionRepository exemptions;

    @Inject
    private Exemptions held;

    @Inject
    private Actor actor;

    @Inject
    private Clock clock;

    /** Exemptions by name, those that are over too. */
    @Allowed(Access.SEE_ALL)
    public Page<ExemptionBody> list(Page.Range range) {
        return Page.of(exemptions.page(range.after(), range.limit() + 1), range, ExemptionBody::of, Exemption::name);
    }

    @Allowed(Access.SEE_ALL)
    public ExemptionBody get(String name) {
        return ExemptionBody.of(found(name));
    }

    /** Makes or replaces an exemption; it holds on every node within some two seconds. */
    @Allowed(Access.ADMINISTER)
    public Saved<ExemptionBody> put(String key, ExemptionRequest request, FieldErrors errors) {
        String name = PathKey.name(key);
        if (name.length() > NAME_CHARACTERS) {
            throw new InvalidFields("name", "must have at most " + NAME_CHARACTERS + " characters");
        }
        if (request.reason().length() > REASON_CHARACTERS) {
            errors.add("reason", "must have at most " + REASON_CHARACTERS + " characters");
        }
        errors.check();
        Optional<Exemption> old = exemptions.find(name);
        @Nullable ExemptionBody before = old.map(ExemptionBody::of).orElse(null);
        changes.expect(before);
        Exemption exemption = old.orElseGet(() -> new Exemption(name));
        exemption.set(
                request.subject(),
                request.reason(),
                request.until().map(end -> end.atOffset(ZoneOffset.UTC)).orElse(null),
                actor.name(),
                OffsetDateTime.now(clock.withZone(ZoneOffset.UTC)));
        if (old.isEmpty()) {
            exemptions.add(exemption);
        }
        exemptions.flush();
        afterCommit.run(held::refresh);
        ExemptionBody after = ExemptionBody.of(exemption);
        changes.record(KIND, name, before, after);
        return new Saved<>(name, after, old.isEmpty());
    }

    /** The canonical form of an account, an address or a network. */
    public static String subject(String text) {
        if (text.contains("@")) {
            return Address.parse(text)
                    .orElseThrow(() -> new IllegalArgumentException("must be an account, an address or a network"))
                    .toString();
        }
        return IpNetwork.parse(text).toString();
    }

    /** Ends an exemption. */
    @Allowed(Access.ADMINISTER)
    public void delete(String name) {
        Exemption exemption = found(name);
        ExemptionBody before = ExemptionBody.of(exemption);
        changes.expect(before);
        exemptions.remove(exemption);
        exemptions.flush();
        afterCommit.run(held::refresh);
        changes.record(KIND, exemption.name(), before, null);
    }

    private Exemption found(String key) {
        String name = PathKey.name(key);
        return exemptions.find(name).orElseThrow(() -> new EntryMissing(KIND, name));
    }
}
