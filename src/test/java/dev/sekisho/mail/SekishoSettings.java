// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.mail;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Settings of Sekisho, {@code name=value}, that a test class needs other than the rest. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
@interface SekishoSettings {
    String[] value();
}
