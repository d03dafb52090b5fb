// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.settings;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Texts that are no secrets themselves but may carry one: URLs. Holds no state.
 *
 * <p>Of a text that is a web address scheme, host and port are shown: a path or a query may be a token, as chat
 * services have them. Of other texts with URLs the user information before the host and the values of parameters that
 * are named like a secret are hidden.
 */
public final class Masked {
    static final String MASK = "***";

    private static final Pattern WEB_ADDRESS = Pattern.compile("(?is)\\s*(https?://)(?:[^/?#\\s]*@)?([^/?#@\\s]*)(.*)");

    private static final Pattern USER_INFORMATION = Pattern.compile("(?<=://)[^/?#\\s\"]*@");

    private static final Pattern SECRET_PARAMETER = Pattern.compile(
            "(?i)([\\w.-]*(?:password|passwd|passphrase|pwd|secret|token|credential|apikey|api_key)[\\w.-]*\\s*=\\s*)[^&;,\\s\"]*");

    private Masked() {}

    /** The text without what may be a secret in it. */
    public static String of(String text) {
        Matcher web = WEB_ADDRESS.matcher(text);
        if (web.matches()) {
            return web.group(1) + web.group(2) + (web.group(3).length() > 1 ? "/" + MASK : web.group(3));
        }
        String masked = USER_INFORMATION.matcher(text).replaceAll(MASK + "@");
        return SECRET_PARAMETER.matcher(masked).replaceAll("$1" + MASK);
    }
}
