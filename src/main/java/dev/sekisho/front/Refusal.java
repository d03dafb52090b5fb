// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.front;

import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/** Plain-text answers to rejected requests. */
final class Refusal {
    static final String BUSY = "Too many requests at a time; try again in some seconds.";

    private Refusal() {}

    static void answer(HttpServletResponse response, int status, String text) throws IOException {
        if (status == 503) {
            response.setHeader("Retry-After", "5");
        }
        response.setStatus(status);
        response.setContentType("text/plain;charset=UTF-8");
        response.setHeader("X-Content-Type-Options", "nosniff");
        response.setHeader("Cache-Control", "no-store");
        response.getWriter().write(text + "\n");
        response.getWriter().flush();
    }
}
