package io.promopool.dashboard;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.promopool.auth.ApiKey;
import io.promopool.lang.SpreadsheetCell;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.Keys;

/** What people do with the service in a browser: upload, look up, retire, set levels, sign in. */
class DashboardWorkIT extends BrowserCase {
    private static final String MIXED = "code,discount,expirationDate\nA-1,10,2099-12-31T23:59\nA-2,10,never\n"
            + "A-3,abc,never\n\"=1+1\",300,never\n<img src=x onerror=alert(1)>,1,yesterday\n";

    private Path file(String name, String text) throws Exception {
        return Files.writeString(folder.resolve(name), text);
    }

    private static List<?> rejected() {
        return (List<?>) browser.run("return [...document.querySelectorAll('.errors tbody tr')]"
                + ".map((row) => [...row.cells].slice(0, 3).map((cell) => cell.textContent).join(' '))");
    }

    /** The page writes cells as an upload reads them. */
    private static void assertCellsAreReadBack() {
        for (String text :
                List.of("A1", "=1+1", "-A1", " +1", "'=x", "''-x", "'A1", "don't", "a;b", "a\tb", "a,\"b\"")) {
            String cell = String.valueOf(browser.run(
                    "return import('/web/dashboard/csv.js').then((module) => module.cell(arguments[0]))", text));
            String unquoted =
                    cell.startsWith("\"") ? cell.substring(1, cell.length() - 1).replace("\"\"", "\"") : cell;
            assertEquals(SpreadsheetCell.defuse(text), unquoted);
            assertEquals(text.matches("(?s).*[;\t,'\"].*") || !unquoted.equals(text), cell.startsWith("\""), cell);
        }
    }

    @Test
    void an_upload_is_checked_first_and_then_done_with_a_report_of_the_rows_that_were_rejected() throws Exception {
        start(Map.of());
        browser.open(service.url() + "/#/upload");
        browser.find("#file").sendKeys(file("new year.csv", MIXED).toString());
        browser.awaitText(".preview", "A-1,10,2099-12-31T23:59");
        browser.type("#upload-type", "new year");
        browser.button("Check file");

        browser.awaitText(".outcome", "5 rows checked. Nothing is stored yet.");
        assertEquals(
                List.of("4 A-3 discount", "5 =1+1 discount", "6 <img src=x onerror=alert(1)> expirationDate"),
                rejected());
        assertEquals(404, service.status("/v1/types/new%20year"), "nothing is stored");
        browser.cdp("Browser.setDownloadBehavior", Map.of("behavior", "allow", "downloadPath", folder.toString()));
        browser.button("Download as CSV");
        Path saved = folder.resolve("new year-rejected.csv");
        browser.await("the file", () -> Files.exists(saved));
        String csv = Files.readString(saved);
        assertTrue(csv.startsWith("\uFEFFline,code,field,reason\r\n4,A-3,discount,"), csv);
        assertTrue(csv.contains("\r\n5,\"'=1+1\",discount,"), "a spreadsheet must not read it as a formula: " + csv);

        assertCellsAreReadBack();

        browser.button("Upload 2 rows");

        browser.awaitText(".outcome h2", "Uploaded, 3 rows rejected");
        assertEquals(3, rejected().size());
        assertEquals("available", service.stateOf("A-1"));
        browser.button("Show type");
        browser.awaitText("h1", "new year");
        browser.await("the lots", () -> browser.count(".lots tbody tr") == 2);
        browser.assertNothingWrong(service.url());
    }

    @Test
    void a_file_can_be_dropped_anywhere_and_the_same_file_again_changes_nothing() throws Exception {
        start(Map.of());
        service.upload("t", "code\nA\n");
        browser.open(service.url() + "/");
        browser.find(".types");
        browser.run("const data = new DataTransfer();"
                + "data.items.add(new File(['code,type\\nA,t\\n'], 'codes.csv', { type: 'application/vnd.ms-excel' }));"
                + "document.querySelector('.types').dispatchEvent("
                + "new DragEvent('drop', { dataTransfer: data, bubbles: true, cancelable: true }))");
        browser.awaitText(".file-names", "codes.csv");
        browser.button("Check file");
        browser.awaitText(".outcome h2", "Check result: no changes");
        browser.assertNothingWrong(service.url());
    }

    @Test
    void a_long_upload_shows_its_progress_and_can_be_canceled() throws Exception {
        start(Map.of());
        browser.open(service.url() + "/#/upload/t");
        browser.find("#file")
                .sendKeys(
                        file("long.csv", "code\n" + "x".repeat(199).concat("\n").repeat(20_000))
                                .toString());
        browser.cdp("Network.enable", Map.of());
        browser.cdp(
                "Network.emulateNetworkConditions",
                Map.of("offline", false, "latency", 0, "downloadThroughput", -1, "uploadThroughput", 400_000));
        try {
            browser.button("Check file");
            browser.await(
                    "a rate",
                    () -> browser.text(".progress-text")
                            .matches("[0-9.]+ [kM]B of 4 MB, [0-9.]+ [kM]B/s, [0-9]+ (s|min) left"));
            assertTrue(browser.find("progress").getDomProperty("value").matches("[1-9][0-9]*"));
            browser.run("location.hash = '#/'");
            browser.find(".welcome");
            browser.run("location.hash = '#/upload'");
            browser.button("Cancel");
            browser.awaitText(".outcome", "Nothing was stored.");
        } finally {
            browser.cdp(
                    "Network.emulateNetworkConditions",
                    Map.of("offline", false, "latency", 0, "downloadThroughput", -1, "uploadThroughput", -1));
        }
    }

    @Test
    void an_upload_that_is_refused_as_a_whole_says_why() throws Exception {
        start(Map.of());
        browser.open(service.url() + "/#/upload");
        browser.button("Check file");
        browser.awaitText(".upload", "Choose a file first.");
        browser.find("#file").sendKeys(file("codes.xlsx", "PK").toString());
        browser.awaitText(".upload", "codes.xlsx is not supported");
        browser.run("document.querySelector('#file').value = ''");
        browser.find("#file")
                .sendKeys(file("codes.csv", "code,expires\nA,never\n").toString());
        browser.button("Check file");
        browser.awaitText(".outcome", "The check failed");
        browser.awaitText(".outcome", "expires");
    }

    @Test
    void a_code_is_looked_up_retired_after_a_confirmation_and_made_available_again() throws Exception {
        start(Map.of());
        service.upload("t", "code,discount\nCODE/1?,10\nB,20\n");
        browser.open(service.url() + "/#/look-up");
        browser.type("#look-up-text", "CODE/1?");
        browser.press(Keys.ENTER);
        browser.awaitText(".results", "Available: can be claimed");

        browser.button("Retire");
        browser.awaitText("dialog h2", "Retire CODE/1??");
        browser.press(Keys.ESCAPE);
        browser.await("no dialog", () -> !browser.has("dialog"));
        assertEquals("available", service.stateOf("CODE/1?"));

        browser.button("Retire");
        browser.find("dialog");
        browser.press(Keys.ENTER);
        browser.awaitText(".results", "Retired: is not handed out");
        assertEquals("retired", service.stateOf("CODE/1?"));
        browser.awaitText("#toasts", "CODE/1? is now retired");

        browser.button("Make available");
        browser.click("dialog .primary");
        browser.awaitText(".results", "Available: can be claimed");
        assertEquals("available", service.stateOf("CODE/1?"));
        browser.assertNothingWrong(service.url());
    }

    @Test
    void a_claim_is_found_by_its_key_and_stays_as_it_is() throws Exception {
        start(Map.of());
        service.upload("t", "code\nA\n");
        service.claim("t", "run-17:step 3");
        browser.open(service.url() + "/#/look-up/run-17%3Astep%203");
        browser.awaitText(".results", "Claim with the key “run-17:step 3”");
        browser.awaitText(".results", "Claimed: has been handed out");
        browser.awaitText(".results", "A claimed code stays claimed forever.");
        assertFalse(browser.has(".results button"));
        browser.type("#look-up-text", "a");
        browser.button("Look up");
        browser.awaitText(".results", "There is no code or claim key “a”.");
    }

    @Test
    void alert_levels_are_edited_and_invalid_ones_are_rejected_at_their_field() throws Exception {
        start(Map.of());
        service.upload("t", "code\nA\nB\nC\n");
        browser.open(service.url() + "/#/types/t");
        browser.awaitText(".title .badge", "Alarm");
        browser.awaitText(".levels", "These are the default levels of the service");
        browser.type(".level-form [id$=-warning]", "2");
        browser.type(".level-form [id$=-alarm]", "5");
        browser.button("Save");
        browser.awaitText(".levels .field-error", "below the alarm at 5");
        browser.type(".level-form [id$=-alarm]", "1");
        browser.button("Save");
        browser.awaitText("#toasts", "Alert levels saved");
        browser.awaitText(".title .badge", "OK");
        assertFalse(browser.text(".levels").contains("These are the default levels of the service"));
        service.claim("t");
        browser.awaitText(".title .badge", "Warning");
        browser.awaitText(".why", "2 codes available. The warning level is 2.");
    }

    @Test
    void a_service_with_api_keys_asks_for_one_once() throws Exception {
        start(Map.of(
                "PROMOPOOL_AUTH_KEYS",
                key("boss", "admin") + "," + key("reader", "read") + "," + key("flow", "claim")));
        service.useKey("boss");
        service.upload("t", "code\nA\n");
        browser.open(service.url() + "/");
        browser.awaitText("dialog h2", "Sign in");
        answer("wrong");
        browser.awaitText("dialog .field-error", "The service does not know this API key; check that it is complete.");
        answer("flow");
        browser.awaitText("#banner", "This requires the role read or admin; the API key 'flow' does not have it.");
        browser.button("Use another key");
        browser.find("dialog");
        answer("reader");

        browser.awaitText(".types tbody", "t");
        browser.awaitText("#connection", "Live");
        service.claim("t");
        browser.awaitText(".types .badge", "Out of stock");
        browser.reload();
        browser.awaitText(".types tbody", "t");
        assertFalse(browser.has("dialog"));
        assertEquals(0L, browser.run("return localStorage.length"), "the key is forgotten with the tab");

        browser.run("location.hash = '#/upload/t'");
        browser.find("#file").sendKeys(file("codes.csv", "code\nB\n").toString());
        browser.button("Check file");
        browser.awaitText(".outcome", "This requires the role upload or admin; the API key 'reader' does not have it.");
        browser.button("Sign out");
        browser.find("dialog");
        browser.assertNothingWrong(service.url());
    }

    private static void answer(String apiKey) {
        browser.type("#api-key", apiKey);
        browser.press(Keys.ENTER);
        // One script, since the dialog may disappear between two.
        browser.await(
                "the dialog has closed, or says why not",
                () -> Boolean.TRUE.equals(browser.run(
                        "const key = document.querySelector('#api-key'); return key === null || key.value === ''")));
    }

    private static String key(String name, String role) {
        return name + ":" + role + ":" + HexFormat.of().formatHex(ApiKey.hash(name));
    }
}
