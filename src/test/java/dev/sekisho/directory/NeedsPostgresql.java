// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.directory;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;

/** A test for the PostgreSQL database that {@link TestDatabase#POSTGRESQL_URL_VARIABLE} names; skipped without it. */
@Target({ElementType.TYPE, ElementType.METHOD})
@Retention(RetentionPolicy.RUNTIME)
@EnabledIfEnvironmentVariable(
        named = TestDatabase.POSTGRESQL_URL_VARIABLE,
        matches = ".+",
        disabledReason = "no PostgreSQL: set TEST_POSTGRESQL_URL to a database that may be emptied")
public @interface NeedsPostgresql {}
