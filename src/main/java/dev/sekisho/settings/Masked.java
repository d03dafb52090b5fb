// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.settings;

import com.google.errorprone.annotations.ThreadSafe;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Masks secrets within texts such as URLs.
 *
 * <p>Of a web address only scheme, host and port remain, because its path or query may be a token, as with chat
 * services. In other texts the user information of URLs, and values of parameters named like a secret, are masked.
 */
@ThreadSafe
public final class Masked {
    static final String MASK = "***";

    private static final Pattern WEB_ADDRESS = Pattern.compile("(?is)\\s*(https?://)(?:[^/?#\\s]*@)?([^/?#@\\s]*)(.*)");

    private static final Pattern USER_INFORMATION = Pattern.compile("(?<=://)[^/?#\\s\"]*@");

    private static final Pattern SECRET_PARAMETER = Pattern.compile(
            "(?i)([\\w.-]*(?:password|passwd|passphrase|pwd|secret|token|credential|apikey|api_key)[\\w.-]*\\s*=\\s*)"
                    + "[^&;,\\s\"]*");

    private Masked() {}

    /** The text with possible secrets masked. */
    public static String of(String text) {
        Matcher web = WEB_ADDRESS.matcher(text);
        if (web.matches()) {
            return web.group(1) + web.group(2) + (web.group(3).length() > 1 ? "/" + MASK : web.group(3));
        }
        String masked = USER_INFORMATION.matcher(text).replaceAll(MASK + "@");
        return SECRET_PARAMETER.matcher(masked).replaceAll("$1" + MASK);
    }
}
