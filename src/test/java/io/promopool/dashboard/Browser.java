package io.promopool.dashboard;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Assumptions;
import org.openqa.selenium.By;
import org.openqa.selenium.Dimension;
import org.openqa.selenium.Keys;
import org.openqa.selenium.NoSuchElementException;
import org.openqa.selenium.StaleElementReferenceException;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.interactions.Actions;
import org.openqa.selenium.logging.LogEntry;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;

/** Headless Chromium. Waits with a deadline for everything, since a page changes at any time. */
final class Browser implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final Pattern REQUEST =
            Pattern.compile("\"Network\\.requestWillBeSent\".*?\"request\":\\{.*?\"url\":\"([^\"]+)\"");

    /** Browsers log every error response, including those that the page expects. */
    private static final Pattern EXPECTED_RESPONSE =
            Pattern.compile("the server responded with a status of (401|403|404)");

    private static final Logger SELENIUM = Logger.getLogger("org.openqa.selenium");

    private final ChromeDriver driver;

    private Browser(ChromeDriver driver) {
        this.driver = driver;
    }

    /** Skips the test, with a visible message, if there is no browser on this machine. */
    static Browser start(String... moreArguments) {
        Optional<Path> browser = program("chromium", "chromium-browser", "google-chrome");
        Optional<Path> chromedriver = program("chromedriver");
        if (browser.isEmpty() || chromedriver.isEmpty()) {
            System.out.println("THE DASHBOARD IS NOT TESTED: CHROMIUM OR CHROMEDRIVER IS MISSING ON THIS MACHINE. "
                    + "INSTALL BOTH: apt-get install chromium chromium-driver");
            Assumptions.abort("Chromium or chromedriver is missing");
        }
        // It warns about versions of Chromium whose protocol it does not know. The tests do not use that protocol.
        SELENIUM.setLevel(Level.SEVERE);
        LoggingPreferences logs = new LoggingPreferences();
        logs.enable(LogType.BROWSER, Level.ALL);
        logs.enable(LogType.PERFORMANCE, Level.ALL);
        ChromeOptions options = new ChromeOptions();
        options.setBinary(browser.get().toFile());
        options.addArguments(
                "--headless=new",
                "--no-sandbox",
                "--disable-dev-shm-usage",
                "--window-size=1280,900",
                "--disable-background-networking",
                "--disable-component-update",
                "--no-first-run");
        options.addArguments(moreArguments);
        options.setCapability("goog:loggingPrefs", logs);
        ChromeDriverService service = new ChromeDriverService.Builder()
                .usingDriverExecutable(chromedriver.get().toFile())
                .usingAnyFreePort()
                .build();
        return new Browser(new ChromeDriver(service, options));
    }

    private static Optional<Path> program(String... names) {
        String path = Optional.ofNullable(System.getenv("PATH")).orElse("");
        return Stream.of(names)
                .flatMap(name -> Stream.of(path.split(":")).map(folder -> Path.of(folder, name)))
                .filter(Files::isExecutable)
                .findFirst();
    }

    /** A new page with empty storage, of the size of a desktop screen. */
    void open(String url) {
        driver.get("about:blank");
        cdp("Emulation.setLocaleOverride", Map.of("locale", "en-GB"));
        driver.get(url);
        run("localStorage.clear(); sessionStorage.clear()");
        size(1280, 900);
        driver.get("about:blank");
        logs(LogType.BROWSER);
        logs(LogType.PERFORMANCE);
        driver.get(url);
    }

    void reload() {
        driver.navigate().refresh();
    }

    void back() {
        driver.navigate().back();
    }

    /** Sets the size of the page, without the frame of a window. */
    void size(int width, int height) {
        cdp(
                "Emulation.setDeviceMetricsOverride",
                Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", false));
        driver.manage().window().setSize(new Dimension(width, height));
    }

    void cdp(String command, Map<String, Object> parameters) {
        driver.executeCdpCommand(command, parameters);
    }

    Object run(String script, Object... arguments) {
        return driver.executeScript(script, arguments);
    }

    /** Waits until an element is visible. */
    WebElement find(String css) {
        await(
                css + " to be visible",
                () -> driver.findElements(By.cssSelector(css)).stream().anyMatch(WebElement::isDisplayed));
        return driver.findElements(By.cssSelector(css)).stream()
                .filter(WebElement::isDisplayed)
                .findFirst()
                .orElseThrow();
    }

    int count(String css) {
        return driver.findElements(By.cssSelector(css)).size();
    }

    boolean has(String css) {
        return driver.findElements(By.cssSelector(css)).stream().anyMatch(WebElement::isDisplayed);
    }

    /** The visible text of the first match. */
    String text(String css) {
        return find(css).getText();
    }

    void awaitText(String css, String wanted) {
        await(
                css + " to contain " + wanted,
                () -> has(css) && find(css).getText().contains(wanted));
    }

    void click(String css) {
        find(css).click();
    }

    void button(String name) {
        await("a button " + name, () -> buttons(name).findFirst().isPresent());
        buttons(name).findFirst().orElseThrow().click();
    }

    private Stream<WebElement> buttons(String name) {
        return driver.findElements(By.cssSelector("button, a.button")).stream()
                .filter(button -> button.isDisplayed() && button.getText().equals(name));
    }

    void type(String css, String text) {
        WebElement input = find(css);
        input.sendKeys(Keys.chord(Keys.CONTROL, "a"), Keys.DELETE);
        input.sendKeys(text);
    }

    /** Sends keys to the element that has the focus. */
    void press(CharSequence... keys) {
        new Actions(driver).sendKeys(keys).perform();
    }

    String url() {
        return driver.getCurrentUrl();
    }

    void await(String what, Supplier<Boolean> condition) {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!quietly(condition)) {
            if (System.nanoTime() > end) {
                throw new AssertionError("timed out waiting for " + what + "; the page is at " + url() + " and shows\n"
                        + driver.findElement(By.tagName("body")).getText());
            }
        }
    }

    /** An element that was found may disappear at any time. */
    private static boolean quietly(Supplier<Boolean> condition) {
        try {
            return condition.get();
        } catch (StaleElementReferenceException | NoSuchElementException | java.util.NoSuchElementException e) {
            return false;
        }
    }

    /** Asserts that the page logged no errors and sent requests only to the service. */
    void assertNothingWrong(String baseUrl) {
        List<String> strangers = logs(LogType.PERFORMANCE)
                .map(entry -> REQUEST.matcher(entry.getMessage()))
                .filter(Matcher::find)
                .map(found -> found.group(1))
                .filter(url -> !url.startsWith(baseUrl + "/")
                        && !url.startsWith("blob:" + baseUrl)
                        && !url.startsWith("data:"))
                .toList();
        assertEquals(List.of(), strangers);
        assertEquals(List.of(), messages());
    }

    private List<String> messages() {
        return logs(LogType.BROWSER)
                .filter(entry -> entry.getLevel().intValue() >= Level.WARNING.intValue())
                .map(LogEntry::getMessage)
                .filter(message -> !EXPECTED_RESPONSE.matcher(message).find())
                .toList();
    }

    private Stream<LogEntry> logs(String type) {
        return StreamSupport.stream(driver.manage().logs().get(type).spliterator(), false);
    }

    @Override
    public void close() {
        driver.quit();
    }
}
