// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.service.domain;

import com.google.errorprone.annotations.ThreadSafe;
import dev.sekisho.directory.DirectoryRepository;
import dev.sekisho.directory.Installation;
import dev.sekisho.directory.Language;
import dev.sekisho.directory.PermissionOverrides;
import dev.sekisho.service.FieldErrors;
import dev.sekisho.service.access.Access;
import dev.sekisho.service.access.Allowed;
import dev.sekisho.service.change.DirectoryWriter;
import dev.sekisho.service.change.EntryKind;
import dev.sekisho.service.change.Transacted;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

/** The default permissions and language of domains and accounts. */
@ThreadSafe
@ApplicationScoped
@Transacted
public class InstallationService {
    private static final EntryKind<Installation, InstallationBody> INSTALLATION =
            new EntryKind<>(Installation.class, "installation", each -> "installation", InstallationBody::of);

    @Inject
    private DirectoryRepository directory;

    @Inject
    private DirectoryWriter writer;

    @Allowed(Access.SEE_ALL)
    public InstallationBody get() {
        return InstallationBody.of(directory.installation());
    }

    @Allowed(Access.ADMINISTER)
    public InstallationBody put(PermissionOverrides permissions, Language language, FieldErrors errors) {
        errors.check();
        return writer.change(INSTALLATION, directory.installation(), installation -> {
            installation.setPermissions(permissions);
            installation.setLanguage(language);
        });
    }
}
