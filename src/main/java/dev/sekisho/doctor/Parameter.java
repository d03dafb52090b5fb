// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.doctor;

import com.google.errorprone.annotations.Immutable;

/**
 * A Postfix parameter as written in main.cf, or as {@code -o} of a service in master.cf.
 *
 * @param service name of the service for {@code -o}; empty in main.cf
 */
@Immutable
record Parameter(String name, String value, Place place, String service) {
    /** The line with another value. */
    String rewritten(String newValue) {
        if (service.isEmpty()) {
            return name + " = " + newValue;
        }
        boolean plain = newValue.chars().noneMatch(Character::isWhitespace);
        return plain ? "-o " + name + "=" + newValue : "-o { " + name + " = " + newValue + " }";
    }
}
