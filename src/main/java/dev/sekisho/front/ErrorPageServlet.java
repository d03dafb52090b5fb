// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.front;

import com.google.errorprone.annotations.ThreadSafe;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/**
 * The error page of web.xml, for errors that no other code has answered: the status and its name. The page of the
 * server would show classes and messages of exceptions.
 */
@ThreadSafe
@WebServlet(urlPatterns = "/error", asyncSupported = true)
public class ErrorPageServlet extends HttpServlet {
    private static final long serialVersionUID = 1;

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
        // A request for /error itself gets 404.
        int status = request.getAttribute(RequestDispatcher.ERROR_STATUS_CODE) instanceof Integer code
                ? code
                : HttpServletResponse.SC_NOT_FOUND;
        Refusal.answer(response, status, status + " " + name(status));
    }

    private static String name(int status) {
        return switch (status) {
            case HttpServletResponse.SC_BAD_REQUEST -> "Bad request";
            case HttpServletResponse.SC_FORBIDDEN -> "Forbidden";
            case HttpServletResponse.SC_NOT_FOUND -> "Not found";
            case HttpServletResponse.SC_METHOD_NOT_ALLOWED -> "Method not allowed";
            default -> "Error";
        };
    }
}
