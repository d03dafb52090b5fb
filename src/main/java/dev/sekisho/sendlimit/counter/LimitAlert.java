// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.sendlimit.counter;

import com.google.errorprone.annotations.Immutable;
import dev.sekisho.limit.SendLimit;
import java.io.Serializable;

/** An alert of one limit, raised by the request that changed the counter. */
@Immutable
record LimitAlert(LimitEvent.Kind kind, SendLimit limit, long used, long freeSeconds) implements Serializable {}
