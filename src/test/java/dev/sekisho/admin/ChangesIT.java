// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.admin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sekisho.platform.GateUnderTest;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every change by the API has in common: who may make it, lost edits, the audit trail. */
class ChangesIT extends GateUnderTest {
    private static final String EVE = "/accounts/eve@changes.example";
    private static final String JSON = "{\"mailHost\": \"changes-a\", \"password\": \"open sesame\"}";

    @BeforeEach
    void directory() throws Exception {
        api("PUT", "/mail-hosts/changes-a", "{\"address\": \"192.0.2.33\", \"probe\": false}");
        api("PUT", "/domains/changes.example", "{}");
        api("DELETE", EVE, "");
        assertThat(api("PUT", EVE, JSON).statusCode()).isEqualTo(201);
    }

    @Test
    void anEditOfWhatSomebodyElseChangedMeanwhileIsRefused() throws Exception {
        String tag = api("GET", EVE, "").headers().firstValue("ETag").orElseThrow();
        assertThat(api("admin", "PUT", EVE, "{\"mailHost\": \"changes-a\", \"sendLimits\": \"10/1h\"}", "If-Match", tag)
                        .statusCode())
                .isEqualTo(200);
        HttpResponse<String> late =
                api("admin", "PUT", EVE, "{\"mailHost\": \"changes-a\", \"sendLimits\": \"20/1h\"}", "If-Match", tag);
        assertThat(late.statusCode()).isEqualTo(412);
        assertThat(late.body()).contains("\"status\":412");
        assertThat(api("GET", EVE, "").body()).contains("10/1h");
        assertThat(api("admin", "DELETE", EVE, "", "If-Match", tag).statusCode())
                .isEqualTo(412);
    }

    @Test
    void theTagOfAnAnswerToAPutIsThatOfTheNextGetAndSavesTheBody() throws Exception {
        HttpResponse<String> put = api("PUT", EVE, "{\"mailHost\": \"changes-a\", \"sendLimits\": \"30/1h\"}");
        String tag = put.headers().firstValue("ETag").orElseThrow();
        HttpResponse<String> again = api("admin", "GET", EVE, "", "If-None-Match", tag);
        assertThat(again.statusCode()).isEqualTo(304);
        assertThat(again.body()).isEmpty();
    }

    @Test
    void whatIsThereIsNotMadeAgainByIfNoneMatch() throws Exception {
        assertThat(api("admin", "PUT", EVE, JSON, "If-None-Match", "*").statusCode())
                .isEqualTo(412);
    }

    @Test
    void aChangeIsInTheAuditTrailWithWhoFromWhereWhatAndWhyButNoSecret() throws Exception {
        api(
                "admin",
                "PUT",
                EVE,
                "{\"mailHost\": \"changes-a\", \"password\": \"new sesame\", \"sendLimits\": \"40/1h\"}",
                "X-Reason",
                "ticket 4711, %E4%BE%9D%E9%A0%BC");
        String trail = api("GET", "/audit?kind=account&entry=eve@changes.example&limit=1", "")
                .body();
        assertThat(trail)
                .contains("\"by\":\"admin\"")
                .contains("\"client\":\"127.0.0.1\"")
                .contains("\"secrets\":\"password\"")
                .contains("\"reason\":\"ticket 4711, 依頼\"")
                .contains("\"sendLimits\":\"40/1h\"")
                .doesNotContain("sesame");
        assertThat(trail.indexOf("\"before\"")).isLessThan(trail.indexOf("\"after\""));
    }

    @Test
    void whatChangesNothingLeavesNoEntry() throws Exception {
        api("PUT", EVE, "{\"mailHost\": \"changes-a\", \"sendLimits\": \"50/1h\"}");
        String before =
                api("GET", "/audit?entry=eve@changes.example&limit=1", "").body();
        api("PUT", EVE, "{\"mailHost\": \"changes-a\", \"sendLimits\": \"50/1h\"}");
        assertThat(api("GET", "/audit?entry=eve@changes.example&limit=1", "").body())
                .isEqualTo(before);
    }

    @Test
    void aViewerSeesAndChangesNothing() throws Exception {
        assertThat(api("viewer", "GET", EVE, "").statusCode()).isEqualTo(200);
        assertThat(api("viewer", "PUT", EVE, JSON).statusCode()).isEqualTo(403);
        assertThat(api("viewer", "PUT", EVE + "/state", "{\"status\": \"suspended\"}")
                        .statusCode())
                .isEqualTo(403);
        assertThat(api("viewer", "DELETE", EVE, "").statusCode()).isEqualTo(403);
    }

    @Test
    void supportSetsStatesAndResetsCountersAndNoMore() throws Exception {
        assertThat(api("support", "PUT", EVE + "/state", "{\"status\": \"suspended\"}")
                        .statusCode())
                .isEqualTo(200);
        assertThat(api("support", "DELETE", EVE + "/counters", "").statusCode()).isEqualTo(204);
        assertThat(api("support", "PUT", EVE, JSON).statusCode()).isEqualTo(403);
        assertThat(api("GET", "/audit?by=support&limit=2", "").body())
                .contains("\"kind\":\"counters\"")
                .contains("\"kind\":\"account-state\"");
    }

    @Test
    void aWrongSearchNamesTheField() throws Exception {
        assertThat(api("GET", "/audit?from=yesterday", "").body()).contains("\"field\":\"from\"");
        assertThat(api("GET", "/audit?after=x", "").body()).contains("\"field\":\"after\"");
    }
}
