// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.api.staff;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sekisho.platform.SekishoUnderTest;
import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;

/**
 * Staff of some domains: "helper" manages mine.staff.example, "idle" none. No staff user manages theirs.staff.example.
 */
abstract class DomainStaffDirectory extends SekishoUnderTest {
    static final String OURS = "ann@mine.staff.example";
    static final String THEIRS = "zoe@theirs.staff.example";

    @BeforeEach
    void directory() throws Exception {
        put("/mail-hosts/staff-a", "{\"address\": \"192.0.2.51\", \"probe\": false}");
        for (String domain : List.of("mine.staff.example", "theirs.staff.example")) {
            put("/domains/" + domain, "{\"sendLimits\": \"10/1h\", \"poolLimits\": \"500/1d\"}");
        }
        for (String address : List.of(OURS, THEIRS)) {
            put("/accounts/" + address, "{\"mailHost\": \"staff-a\", \"secret\": \"{PLAIN}open\"}");
            put("/aliases/info." + address, "{\"targets\": [\"" + address + "\"]}");
        }
        put("/aliases/@mine.staff.example", "{\"targets\": [\"" + OURS + "\"]}");
        put("/staff/helper", "{\"domains\": [\"MINE.staff.example\"]}");
    }

    static void put(String path, String json) throws Exception {
        HttpResponse<String> answer = api("PUT", path, json);
        assertThat(answer.statusCode()).as(path + ": " + answer.body()).isIn(200, 201);
    }

    static HttpResponse<String> by(String user, String method, String path) throws Exception {
        return api(user, method, path, "");
    }
}
