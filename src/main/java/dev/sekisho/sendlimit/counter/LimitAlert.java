// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.sendlimit.counter;

import com.google.errorprone.annotations.Immutable;
import dev.sekisho.limit.SendLimit;
import java.io.Serializable;

/** News of one limit that a counter has just marked as told, so that nobody else tells it. */
@Immutable
record LimitAlert(LimitEvent.Kind kind, SendLimit limit, long used, long freeSeconds) implements Serializable {}
