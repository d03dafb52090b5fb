// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.front;

import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.InputStreamReader;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Enumeration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A request whose body is in memory. Serves it as a stream and, for a form in UTF-8, as parameters. */
final class BufferedRequest extends DispatchedRequest {
    private static final String FORM = "application/x-www-form-urlencoded";

    /** Maximum number of parameters, the same as in the container: more would be an attack on the hash table. */
    private static final int MOST_PARAMETERS = 1_000;

    private final byte[] body;
    private @Nullable Map<String, String[]> parameters;

    /** @param address the path as the client sent it, with all escapes */
    BufferedRequest(HttpServletRequest request, String address, byte[] body) {
        super(request, address);
        this.body = body;
    }

    @Override
    public ServletInputStream getInputStream() {
        return new Stream(body);
    }

    @Override
    public BufferedReader getReader() {
        return new BufferedReader(new InputStreamReader(new ByteArrayInputStream(body), StandardCharsets.UTF_8));
    }

    @Override
    public @Nullable String getParameter(String name) {
        String[] values = getParameterMap().get(name);
        return values == null ? null : values[0];
    }

    @Override
    public Enumeration<String> getParameterNames() {
        return Collections.enumeration(getParameterMap().keySet());
    }

    @Override
    public String @Nullable [] getParameterValues(String name) {
        String[] values = getParameterMap().get(name);
        return values == null ? null : values.clone();
    }

    @Override
    public Map<String, String[]> getParameterMap() {
        Map<String, String[]> known = parameters;
        if (known == null) {
            Map<String, List<String>> read = new LinkedHashMap<>();
            add(read, getQueryString());
            String type = getContentType();
            if (type != null && type.toLowerCase(Locale.ROOT).startsWith(FORM)) {
                add(read, new String(body, StandardCharsets.UTF_8));
            }
            known = new LinkedHashMap<>();
            for (Map.Entry<String, List<String>> each : read.entrySet()) {
                known.put(each.getKey(), each.getValue().toArray(String[]::new));
            }
            known = Collections.unmodifiableMap(known);
            parameters = known;
        }
        return known;
    }

    private static void add(Map<String, List<String>> read, @Nullable String form) {
        if (form == null) {
            return;
        }
        int count = 0;
        for (String pair : form.split("&", -1)) {
            if (!pair.isEmpty() && count++ < MOST_PARAMETERS) {
                int equals = pair.indexOf('=');
                String name = decoded(equals < 0 ? pair : pair.substring(0, equals));
                String value = equals < 0 ? "" : decoded(pair.substring(equals + 1));
                read.computeIfAbsent(name, each -> new ArrayList<>()).add(value);
            }
        }
    }

    private static String decoded(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            // No browser sends this escape. The text stays as it is.
            return text;
        }
    }

    /** The body from its start. */
    private static final class Stream extends ServletInputStream {
        private final ByteArrayInputStream bytes;

        Stream(byte[] body) {
            this.bytes = new ByteArrayInputStream(body);
        }

        @Override
        public int read() {
            return bytes.read();
        }

        @Override
        public int read(byte[] buffer, int offset, int length) {
            return bytes.read(buffer, offset, length);
        }

        @Override
        public int available() {
            return bytes.available();
        }

        @Override
        public boolean isFinished() {
            return bytes.available() == 0;
        }

        @Override
        public boolean isReady() {
            return true;
        }

        @Override
        public void setReadListener(ReadListener listener) {
            throw new IllegalStateException("the body is in memory already");
        }
    }
}
