// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.front;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A body that was read before can be read again as a stream or a form. */
class BufferedRequestTest {
    private static final String FORM = "application/x-www-form-urlencoded; charset=UTF-8";

    /** Servlet's own type of an address is the StringBuffer. */
    @SuppressWarnings("JdkObsolete")
    private static BufferedRequest request(String type, String query, String body) {
        Map<String, Object> known = Map.of(
                "getContentType", type,
                "getQueryString", query,
                "getRequestURL", new StringBuffer("https://sekisho.example:9443/a%2Bb"));
        HttpServletRequest container = (HttpServletRequest) Proxy.newProxyInstance(
                BufferedRequestTest.class.getClassLoader(),
                new Class<?>[] {HttpServletRequest.class},
                (proxy, method, arguments) -> known.get(method.getName()));
        return new BufferedRequest(container, "/a%252Bb", body.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void aFormsFieldsStandBesideThoseOfTheAddress() {
        BufferedRequest form = request(FORM, "next=a%20b&user=q", "user=j%C3%BCrgen&user=&flag&=x&&p=a%3Db%26c+d");
        assertThat(form.getParameter("next")).isEqualTo("a b");
        assertThat(form.getParameter("user")).isEqualTo("q");
        assertThat(form.getParameterValues("user")).containsExactly("q", "jürgen", "");
        assertThat(form.getParameterValues("flag")).containsExactly("");
        assertThat(form.getParameter("p")).isEqualTo("a=b&c d");
        assertThat(form.getParameter("")).isEqualTo("x");
        assertThat(form.getParameter("other")).isNull();
        assertThat(form.getParameterValues("other")).isNull();
        assertThat(Collections.list(form.getParameterNames())).containsExactly("next", "user", "flag", "", "p");
    }

    @Test
    void theAddressKeepsItsEscapes() {
        BufferedRequest request = request(FORM, "", "");
        assertThat(request.getRequestURI()).isEqualTo("/a%252Bb");
        assertThat(request.getRequestURL().toString()).isEqualTo("https://sekisho.example:9443/a%252Bb");
    }

    @Test
    void aBodyThatIsNotAFormHasNoFields() {
        assertThat(request("application/json", "", "user=x").getParameterMap()).isEmpty();
    }

    @Test
    void brokenEscapesAreTakenAsTheyCame() {
        assertThat(request(FORM, "", "a=%zz&b=%").getParameter("a")).isEqualTo("%zz");
    }

    @Test
    void aThousandFieldsAreEnough() {
        assertThat(request(FORM, "", "a=1&".repeat(2_000)).getParameterValues("a"))
                .hasSize(1_000);
    }

    @Test
    void theBodyCanBeReadAsBytesAndAsText() throws IOException {
        BufferedRequest request = request("application/json", "", "{\"ü\": 1}\nmore");
        assertThat(request.getInputStream().readAllBytes())
                .isEqualTo("{\"ü\": 1}\nmore".getBytes(StandardCharsets.UTF_8));
        assertThat(request.getReader().readLine()).isEqualTo("{\"ü\": 1}");
    }
}
