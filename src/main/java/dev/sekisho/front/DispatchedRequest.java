// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.front;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;

/**
 * A request after an asynchronous dispatch, with the URI that the client sent. Liberty decodes the URI once too often
 * on a dispatch.
 */
class DispatchedRequest extends HttpServletRequestWrapper {
    private final String address;

    /** @param address the path as the client sent it, with all escapes */
    DispatchedRequest(HttpServletRequest request, String address) {
        super(request);
        this.address = address;
    }

    @Override
    public String getRequestURI() {
        return address;
    }

    @Override
    public StringBuffer getRequestURL() {
        StringBuffer url = super.getRequestURL();
        int path = url.indexOf("/", url.indexOf("//") + 2);
        return path < 0 ? url.append(address) : url.replace(path, url.length(), address);
    }
}
