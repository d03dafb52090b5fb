// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.front;

import com.google.errorprone.annotations.ThreadSafe;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStream;

/**
 * The OpenAPI 3.0 description of the API, generated at build time: YAML, or JSON for {@code format=JSON} or if the
 * client accepts JSON.
 */
@ThreadSafe
@WebServlet("/openapi")
public class ApiDocumentServlet extends HttpServlet {
    private static final long serialVersionUID = 1;

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        String accept = request.getHeader("Accept");
        boolean json = "JSON".equalsIgnoreCase(request.getParameter("format"))
                || (accept != null && accept.contains("application/json"));
        try (InputStream document = ApiDocumentServlet.class.getResourceAsStream(
                json ? "/openapi/openapi.json" : "/openapi/openapi.yaml")) {
            if (document == null) {
                Refusal.answer(response, 404, "The OpenAPI description is missing from this build.");
                return;
            }
            response.setContentType((json ? "application/json" : "application/yaml") + ";charset=UTF-8");
            response.setHeader("X-Content-Type-Options", "nosniff");
            document.transferTo(response.getOutputStream());
        }
    }
}
