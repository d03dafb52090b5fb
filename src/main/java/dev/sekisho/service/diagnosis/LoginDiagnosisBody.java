// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.service.diagnosis;

import com.google.errorprone.annotations.ThreadSafe;
import dev.sekisho.service.account.LoginsBody;
import jakarta.json.bind.annotation.JsonbPropertyOrder;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * Why an account cannot log in, as the API shows it.
 *
 * @param canLogIn {@code yes}; {@code partly}: some clients, protocols or methods cannot; {@code no}
 * @param summary the decisive cause in words, or that the account can log in
 * @param lastLogin the last successful login in words
 * @param causes the decisive one first
 * @param omitted number of further causes
 * @param last the last successful login that this node knows; absent if it knows none
 */
@ThreadSafe
@JsonbPropertyOrder({"account", "canLogIn", "summary", "lastLogin", "causes", "omitted", "last"})
@Schema(example = """
                {"account": "alice@example.org", "canLogIn": "partly", "summary": "Wrong password 10 times from 192.0.2.77, last at 01:53 UTC", "lastLogin": "Last login from 192.0.2.7 by IMAP at 01:20 UTC.",
                 "causes": [{"kind": "wrong-password", "text": "Wrong password 10 times from 192.0.2.77, last at 01:53 UTC", "total": false, "client": "192.0.2.77", "times": 10, "last": "2026-03-01T01:53:20Z"}], "omitted": 0}""")
public record LoginDiagnosisBody(
        String account,
        String canLogIn,
        String summary,
        String lastLogin,
        List<CauseBody> causes,
        int omitted,
        LoginsBody.@Nullable Login last) {}
