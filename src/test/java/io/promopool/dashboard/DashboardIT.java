package io.promopool.dashboard;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.Keys;

/** What people see of the service in a browser, and that it stays up to date. */
class DashboardIT extends BrowserCase {
    @BeforeEach
    void start() throws Exception {
        start(Map.of());
    }

    private static String codes(String prefix, int count) {
        return IntStream.range(0, count).mapToObj(i -> prefix + i + "\n").collect(Collectors.joining("", "code\n", ""));
    }

    private static List<String> names() {
        return browser.run("return [...document.querySelectorAll('.types tbody .name')]"
                                + ".map((name) => name.textContent)")
                        instanceof List<?> names
                ? names.stream().map(String::valueOf).toList()
                : List.of();
    }

    private static String cell(String column) {
        return browser.text(".types tbody tr:first-child td[data-label='" + column + "']");
    }

    private static void awaitCell(String column, String text) {
        browser.await(column + " is " + text, () -> cell(column).equals(text));
    }

    @Test
    void an_empty_system_says_what_to_do_first_and_shows_a_table_after_the_first_upload() throws Exception {
        browser.open(service.url() + "/");
        assertEquals("No codes yet", browser.text(".welcome h2"));
        browser.awaitText("#connection", "Live");
        assertEquals("Upload codes", browser.text(".welcome a.primary"));

        service.upload("birthday", "code\nA\n");

        browser.await("the type", () -> names().equals(List.of("birthday")));
        assertFalse(browser.has(".welcome"));
        browser.assertNothingWrong(service.url());
    }

    @Test
    void counts_follow_the_claims_without_a_reload() throws Exception {
        service.upload(
                "birthday", "code,discount,expirationDate\nA,10,2099-12-31T23:59\nB,10,2099-12-31T23:59\nC,20,never\n");
        browser.open(service.url() + "/");
        awaitCell("Available", "3");
        assertEquals("0", cell("Claimed"));
        assertTrue(cell("Next expiration").contains("2 codes on 31 Dec 2099"), cell("Next expiration"));
        browser.awaitText(".chart-caption", "No claims in the last hour.");

        service.claim("birthday");
        service.claim("birthday");

        awaitCell("Available", "1");
        assertEquals("2", cell("Claimed"));
        browser.awaitText(".chart-caption", "2 in the last hour");
        assertEquals(
                "available 1 (33%), claimed 2 (67%), retired 0 (0%), expired 0 (0%)",
                browser.find(".types .stock-bar").getDomAttribute("aria-label"));
        browser.assertNothingWrong(service.url());
    }

    @Test
    void a_type_opens_to_its_lots_which_are_live_too() throws Exception {
        service.upload("a/b <i>&?#", "code,discount,expirationDate\nA,10,2099-12-31T23:59\nB,20,never\n");
        browser.open(service.url() + "/");
        browser.click(".types .name a");

        browser.awaitText("h1", "a/b <i>&?#");
        browser.await("two lots", () -> browser.count(".lots tbody tr") == 2);
        browser.awaitText(".lots tbody tr:first-child", "31 Dec 2099, 23:59");
        browser.awaitText(".lots tbody tr:last-child", "never");
        browser.awaitText(".forecast", "1 code in 73 years");
        assertEquals("1", browser.text(".lots tbody tr:first-child td[data-label='Available']"));

        service.claim("a/b <i>&?#");

        browser.await(
                "the lot",
                () -> browser.text(".lots tbody tr:first-child td[data-label='Claimed']")
                        .equals("1"));
        browser.awaitText(".chart-caption", "1 this minute");
        browser.reload();
        browser.awaitText("h1", "a/b <i>&?#");
        browser.awaitText(".counts", "1");
        browser.assertNothingWrong(service.url());
    }

    @Test
    void the_words_of_a_state_change_with_it_and_are_announced() throws Exception {
        service.upload("t", codes("T", 60));
        browser.open(service.url() + "/");
        browser.awaitText(".types .badge", "Warning");
        for (int i = 0; i < 10; i++) {
            service.claim("t");
        }
        browser.awaitText(".types .badge", "Alarm");
        browser.awaitText(
                "#toasts[role=log][aria-live=polite]", "Alarm: t. 50 codes available. The alarm level is 50.");
        browser.awaitText(".alerts", "t: 50 codes available (alarm level: 50)");
        for (int i = 0; i < 50; i++) {
            service.claim("t");
        }
        browser.awaitText(".types .badge", "Out of stock");
        browser.awaitText("#toasts", "Out of stock: t. No codes are available.");
        assertEquals("out of stock", cell("Runs out"));
        assertTrue(String.valueOf(browser.run("return document.title")).startsWith("(1) "));
        service.upload("t", codes("U", 1_000));
        browser.awaitText(".types .badge", "OK");
        browser.assertNothingWrong(service.url());
    }

    @Test
    void a_thousand_types_are_sorted_filtered_and_paged() throws Exception {
        String rows = IntStream.range(0, 1_000)
                .mapToObj(i -> "C%d,type %03d,%d%n".formatted(i, i, i % 100))
                .collect(Collectors.joining("", "code,type,discount\n", "T1,type 500,1\nT2,type 500,1\n"));
        service.upload("other", rows);
        browser.open(service.url() + "/");
        browser.awaitText(".pager", "1–50 of 1,000");
        assertEquals(50, names().size());

        browser.click("[data-by=available] .sort");
        browser.click("[data-by=available] .sort");
        assertEquals("type 500", names().get(0));
        assertEquals("descending", browser.find("[data-by=available]").getDomAttribute("aria-sort"));
        browser.button("Next");
        browser.awaitText(".pager", "51–100 of 1,000");

        browser.type("#filter", "77");
        assertEquals(List.of("type 077", "type 177", "type 277"), names().subList(0, 3));
        browser.awaitText(".pager", "1–19 of 19");
        browser.click(".choice:last-child");
        browser.awaitText(".empty-filter", "No type matches");
        browser.assertNothingWrong(service.url());
    }

    @Test
    void a_change_of_one_of_a_thousand_types_touches_its_row_only() throws Exception {
        service.upload(
                "x",
                IntStream.range(0, 1_000)
                        .mapToObj(i -> "C%d,type %03d\nD%d,type %03d\n".formatted(i, i, i, i))
                        .collect(Collectors.joining("", "code,type\n", "")));
        browser.open(service.url() + "/");
        browser.awaitText(".pager", "of 1,000");
        browser.run("window.changed = new Set();"
                + "new MutationObserver((all) => all"
                + ".map(({ target }) => target.parentElement.closest('.types tr'))"
                + ".forEach((row) => row && window.changed.add(row.querySelector('.name').textContent)))"
                + ".observe(document.querySelector('.types tbody'),"
                + " { subtree: true, childList: true, characterData: true })");
        service.claim("type 003");
        browser.await("a claim", () -> browser.run("return changed.size").equals(1L));
        assertEquals(List.of("type 003"), browser.run("return [...changed]"));
    }

    @Test
    void everything_can_be_reached_by_keyboard_and_the_focus_is_visible() throws Exception {
        service.upload("birthday", "code\nA\nB\n");
        service.upload("christmas", "code\nX\n");
        browser.open(service.url() + "/");
        browser.find(".types");
        StringBuilder walk = new StringBuilder();
        browser.press(Keys.TAB);
        while (!browser.run("return document.activeElement.tagName").equals("BODY")) {
            walk.append(browser.run("const e = document.activeElement; return e.id || e.textContent || e.tagName"))
                    .append('|');
            assertNotEquals(
                    "none",
                    browser.run("return getComputedStyle(document.activeElement).outlineStyle"),
                    walk.toString());
            browser.press(Keys.TAB);
        }
        assertTrue(
                walk.toString()
                        .matches("skip\\|Promopool\\|Overview\\|Upload\\|Look up\\|API\\|theme\\|filter\\|All 2\\|"
                                + ".*Type\\|State.*\\|birthday\\|christmas\\|"),
                walk.toString());

        browser.press("/");
        browser.press("chris");
        assertEquals(List.of("christmas"), names());
        while (!browser.run("return document.activeElement.textContent").equals("christmas")) {
            browser.press(Keys.TAB);
        }
        browser.press(Keys.ENTER);
        browser.awaitText("h1", "christmas");
        assertEquals(
                "christmas", browser.run("return document.activeElement.textContent"), "the focus is on the heading");
    }

    @Test
    void a_narrow_window_does_not_scroll_sideways() throws Exception {
        service.upload(
                "a type with a rather long name that has to go somewhere " + "x".repeat(60),
                "code,expirationDate\nA,2099-12-31T23:59\n");
        service.upload("t", "code\nB\n");
        browser.open(service.url() + "/");
        browser.size(360, 740);
        for (String view : List.of("#/", "#/types/t", "#/upload", "#/look-up/" + "B".repeat(200), "#/look-up/B")) {
            browser.run("location.hash = arguments[0]", view);
            browser.await("the view " + view, () -> browser.url().endsWith(view));
            browser.find(
                    view.equals("#/")
                            ? ".types .name"
                            : view.equals("#/types/t") ? ".lots tbody tr" : "form, .results .panel");
            assertEquals(
                    0L, browser.run("const e = document.documentElement; return e.scrollWidth - e.clientWidth"), view);
        }
    }

    @Test
    void the_theme_follows_the_system_until_it_is_chosen() {
        browser.open(service.url() + "/");
        String light = background();
        browser.cdp(
                "Emulation.setEmulatedMedia",
                Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", "dark"))));
        browser.await("dark", () -> !background().equals(light));
        String dark = background();
        browser.click("#theme");
        assertEquals("Theme: light. Change", browser.find("#theme").getDomAttribute("aria-label"));
        assertEquals(light, background());
        browser.reload();
        assertEquals(light, background(), "it is remembered");
        browser.click("#theme");
        assertEquals(dark, background());
        browser.cdp("Emulation.setEmulatedMedia", Map.of("features", List.of()));
    }

    private static String background() {
        return String.valueOf(browser.run("return getComputedStyle(document.body).backgroundColor"));
    }

    @Test
    void a_service_that_is_unreachable_is_reported_and_found_again() throws Exception {
        service.upload("t", "code\nA\nB\n");
        browser.open(service.url() + "/");
        awaitCell("Available", "2");
        service.stop();
        browser.awaitText("#banner", "The service can’t be reached. The counts shown are from");
        assertEquals("Service unreachable", browser.text("#connection"));
        assertEquals("2", cell("Available"), "the last known count stays");
        service.start();
        service.claim("t");
        browser.awaitText("#connection", "Live");
        awaitCell("Available", "1");
        assertFalse(browser.has("#banner"));
    }

    /** Chromium keeps six pages that were left, for the Back button, and opens six connections to one host. */
    @Test
    void pages_that_were_left_do_not_use_up_the_connections_of_the_browser() {
        browser.open(service.url() + "/");
        for (int visit = 1; visit <= 8; visit++) {
            browser.awaitText("#connection", "Live");
            browser.run("location.href = '/?visit=' + arguments[0]", visit);
            String end = "?visit=" + visit;
            browser.await("visit " + visit, () -> browser.url().endsWith(end));
        }
        browser.awaitText("#connection", "Live");
    }

    @Test
    void a_page_that_is_shown_again_by_the_back_button_is_live_again() throws Exception {
        service.upload("t", "code\nA\nB\n");
        browser.open(service.url() + "/");
        awaitCell("Available", "2");
        browser.awaitText("#connection", "Live");
        browser.run("window.isFirstVisit = true");
        browser.run("location.href = '/docs'");
        browser.find(".swagger-ui");
        service.claim("t");

        browser.back();

        awaitCell("Available", "1");
        browser.awaitText("#connection", "Live");
        assertEquals(true, browser.run("return window.isFirstVisit"), "the browser kept the page");
        service.claim("t");
        awaitCell("Available", "0");
        browser.assertNothingWrong(service.url());
    }

    @Test
    void an_unavailable_storage_is_not_reported_as_an_unreachable_service() throws Exception {
        service.upload("t", "code\nA\nB\n");
        browser.open(service.url() + "/");
        awaitCell("Available", "2");
        ProcessHandle redis = ProcessHandle.current()
                .children()
                .filter(child -> child.info().commandLine().orElse("").contains(folder.toString()))
                .findFirst()
                .orElseThrow();
        signal(redis, "STOP");
        browser.awaitText("#banner", "The service is running, but its storage is unavailable.");
        signal(redis, "CONT");
        browser.awaitText("#connection", "Live");
        service.claim("t");
        awaitCell("Available", "1");
    }

    private static void signal(ProcessHandle process, String name) throws Exception {
        assertEquals(
                0,
                new ProcessBuilder("kill", "-" + name, Long.toString(process.pid()))
                        .start()
                        .waitFor());
    }
}
