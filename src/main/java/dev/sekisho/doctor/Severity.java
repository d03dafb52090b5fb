// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.doctor;

/** The severity of a mistake. */
public enum Severity {
    /** Mail or logins fail, or a service has no effect. */
    ERROR,
    /** Works until another part fails or is under load. */
    WARNING
}
