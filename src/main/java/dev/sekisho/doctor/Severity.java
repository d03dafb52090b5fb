// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.doctor;

/** How bad a mistake is. */
public enum Severity {
    /** Mail or logins fail, or a service does not do its work. */
    ERROR,
    /** It works on a good day. */
    WARNING
}
