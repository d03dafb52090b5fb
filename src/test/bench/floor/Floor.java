// SPDX-License-Identifier: Apache-2.0
package floor;

import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.ws.rs.ApplicationPath;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.container.AsyncResponse;
import jakarta.ws.rs.container.Suspended;
import jakarta.ws.rs.core.Application;
import jakarta.ws.rs.core.Response;
import java.util.Set;

/** The least that the server needs for a request: an empty resource, the same suspended and resumed, and an empty servlet. */
@ApplicationPath("/")
public class Floor extends Application {
    @Override
    public Set<Class<?>> getClasses() {
        return Set.of(Empty.class);
    }

    @Path("/")
    public static class Empty {
        @GET
        @Path("empty")
        public Response empty() {
            return answer();
        }

        @GET
        @Path("async")
        public void async(@Suspended AsyncResponse waiting) {
            waiting.resume(answer());
        }

        private static Response answer() {
            return Response.ok()
                    .header("Auth-Status", "OK")
                    .header("Auth-Server", "127.0.0.1")
                    .header("Auth-Port", "143")
                    .build();
        }
    }

    @WebServlet(urlPatterns = "/servlet", asyncSupported = true)
    public static class EmptyServlet extends HttpServlet {
        private static final long serialVersionUID = 1;

        @Override
        protected void doGet(HttpServletRequest request, HttpServletResponse response) {
            response.setHeader("Auth-Status", "OK");
            response.setHeader("Auth-Server", "127.0.0.1");
            response.setHeader("Auth-Port", "143");
        }
    }
}
