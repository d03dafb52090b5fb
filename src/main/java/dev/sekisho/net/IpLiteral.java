// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.net;

import com.google.errorprone.annotations.ThreadSafe;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.Optional;

/**
 * Parses literal IP addresses from untrusted text. {@link InetAddress#getByName} is unsuitable: it queries a name
 * service for every text that it cannot parse, such as {@code 300.0.0.1}, and blocks its caller.
 *
 * <p>IPv4 is four decimal numbers without leading zeros, which some programs read as octal. IPv6 follows RFC 4291 2.2,
 * without a zone. An IPv4-mapped IPv6 address is converted to the IPv4 address.
 */
@ThreadSafe
public final class IpLiteral {
    /** The length of {@code ffff:ffff:ffff:ffff:ffff:ffff:255.255.255.255}. */
    private static final int MAX_CHARACTERS = 45;

    private static final int IPV4_BYTES = 4;
    private static final int IPV6_BYTES = 16;
    private static final int GROUPS = IPV6_BYTES / 2;
    private static final int MAPPED_BYTES = IPV6_BYTES - IPV4_BYTES;

    private IpLiteral() {}

    /** The 4 or 16 bytes of an address; empty if {@code text} is not one. */
    public static Optional<byte[]> bytes(String text) {
        if (text.length() > MAX_CHARACTERS) {
            return Optional.empty();
        }
        return text.indexOf(':') < 0 ? ipv4(text) : ipv6(text).map(IpLiteral::unmapped);
    }

    /** The address; empty if {@code text} is not one. */
    public static Optional<InetAddress> address(String text) {
        return bytes(text).map(bytes -> {
            try {
                return InetAddress.getByAddress(bytes);
            } catch (UnknownHostException e) {
                throw new IllegalStateException(e); // 4 or 16 bytes always
            }
        });
    }

    /**
     * The canonical text (RFC 5952): lower case, no leading zeros, {@code ::} for the longest run of two groups or more
     * that are zero, the first one of equally long ones.
     *
     * @param bytes 4 or 16
     */
    static String text(byte[] bytes) {
        StringBuilder text = new StringBuilder(MAX_CHARACTERS);
        if (bytes.length == IPV4_BYTES) {
            for (byte each : bytes) {
                text.append(text.isEmpty() ? "" : ".").append(each & 0xff);
            }
            return text.toString();
        }
        int gap = gap(bytes);
        int gapEnd = gap + zeros(bytes, gap);
        for (int group = 0; group < GROUPS; group++) {
            if (group == gap) {
                text.append("::");
            } else if (group < gap || group >= gapEnd) {
                text.append(group == 0 || group == gapEnd ? "" : ":").append(Integer.toHexString(group(bytes, group)));
            }
        }
        return text.toString();
    }

    /** The group where {@code ::} stands; behind the last one if it stands nowhere. */
    private static int gap(byte[] bytes) {
        int gap = GROUPS;
        for (int group = 0; group < GROUPS; group++) {
            if (zeros(bytes, group) > Math.max(1, zeros(bytes, gap))) {
                gap = group;
            }
        }
        return gap;
    }

    /** How many groups from this one on are zero. */
    private static int zeros(byte[] bytes, int from) {
        int group = from;
        while (group < GROUPS && group(bytes, group) == 0) {
            group++;
        }
        return group - from;
    }

    private static int group(byte[] bytes, int group) {
        return ((bytes[2 * group] & 0xff) << Byte.SIZE) | (bytes[2 * group + 1] & 0xff);
    }

    private static Optional<byte[]> ipv4(String text) {
        String[] numbers = text.split("\\.", -1);
        if (numbers.length != IPV4_BYTES) {
            return Optional.empty();
        }
        byte[] bytes = new byte[IPV4_BYTES];
        for (int i = 0; i < IPV4_BYTES; i++) {
            int number = decimal(numbers[i]);
            if (number < 0) {
                return Optional.empty();
            }
            bytes[i] = (byte) number;
        }
        return Optional.of(bytes);
    }

    /** 0 to 255; -1 for anything else. */
    private static int decimal(String digits) {
        if (digits.isEmpty() || digits.length() > 3 || (digits.length() > 1 && digits.charAt(0) == '0')) {
            return -1;
        }
        int number = 0;
        for (int i = 0; i < digits.length(); i++) {
            char digit = digits.charAt(i);
            if (digit < '0' || digit > '9') {
                return -1;
            }
            number = number * 10 + digit - '0';
        }
        return number > 255 ? -1 : number;
    }

    private static Optional<byte[]> ipv6(String text) {
        int gap = text.indexOf("::");
        if (gap < 0) {
            return groups(text).filter(bytes -> bytes.length == IPV6_BYTES);
        }
        String before = text.substring(0, gap);
        // Only the last part of an address can be in IPv4 form, never the part before the gap.
        if (before.indexOf('.') >= 0) {
            return Optional.empty();
        }
        Optional<byte[]> front = groups(before);
        Optional<byte[]> back = groups(text.substring(gap + 2));
        // The gap replaces at least one group (RFC 5952 4.2.2 for output; common parsers require it for input).
        if (front.isEmpty() || back.isEmpty() || front.get().length + back.get().length > IPV6_BYTES - 2) {
            return Optional.empty();
        }
        byte[] bytes = Arrays.copyOf(front.get(), IPV6_BYTES);
        System.arraycopy(back.get(), 0, bytes, IPV6_BYTES - back.get().length, back.get().length);
        return Optional.of(bytes);
    }

    /** Parses groups separated by colons, the last one possibly an IPv4 address; an empty text has none. */
    private static Optional<byte[]> groups(String text) {
        if (text.isEmpty()) {
            return Optional.of(new byte[0]);
        }
        String[] groups = text.split(":", -1);
        byte[] bytes = new byte[2 * groups.length + 2];
        int length = 0;
        for (int i = 0; i < groups.length; i++) {
            if (i == groups.length - 1 && groups[i].indexOf('.') >= 0) {
                Optional<byte[]> last = ipv4(groups[i]);
                if (last.isEmpty()) {
                    return last;
                }
                System.arraycopy(last.get(), 0, bytes, length, IPV4_BYTES);
                length += IPV4_BYTES;
            } else {
                int group = hexadecimal(groups[i]);
                if (group < 0) {
                    return Optional.empty();
                }
                bytes[length++] = (byte) (group >> Byte.SIZE);
                bytes[length++] = (byte) group;
            }
        }
        return length > IPV6_BYTES ? Optional.empty() : Optional.of(Arrays.copyOf(bytes, length));
    }

    /** One to four hexadecimal digits; -1 for anything else. */
    private static int hexadecimal(String digits) {
        if (digits.isEmpty() || digits.length() > 4) {
            return -1;
        }
        int number = 0;
        for (int i = 0; i < digits.length(); i++) {
            char character = digits.charAt(i);
            int digit = character < 0x80 ? Character.digit(character, 16) : -1; // ASCII only
            if (digit < 0) {
                return -1;
            }
            number = number * 16 + digit;
        }
        return number;
    }

    private static byte[] unmapped(byte[] bytes) {
        for (int i = 0; i < MAPPED_BYTES; i++) {
            if (bytes[i] != (i < MAPPED_BYTES - 2 ? 0 : (byte) 0xff)) {
                return bytes;
            }
        }
        return Arrays.copyOfRange(bytes, MAPPED_BYTES, IPV6_BYTES);
    }
}
