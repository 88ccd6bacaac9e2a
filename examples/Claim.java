import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Claims a promo code for a contact and prints the message to send. Needs Java 17 or later and nothing else.
 *
 * <p>Usage: {@code java Claim.java CONTACT}. It is safe to run again for the same contact: the same key gets the same
 * code.
 */
public final class Claim {
    private static final String URL = System.getenv().getOrDefault("PROMOPOOL_URL", "http://127.0.0.1:8080");
    private static final String API_KEY = System.getenv().getOrDefault("PROMOPOOL_API_KEY", "");

    /** The seconds to wait between six attempts, at least. */
    private static final long[] WAITS = {1, 2, 4, 8, 16};

    /**
     * Use your JSON library here; the JDK has none. In a code, Promopool escapes nothing but quotation marks and
     * backslashes.
     */
    private static final Pattern PROMOCODE = Pattern.compile("\"promocode\":\"((?:[^\"\\\\]|\\\\.)*)\"");

    private static final HttpClient HTTP = HttpClient.newHttpClient();

    /**
     * Returns the code of this key; empty if no code is available.
     *
     * @param key 1 to 255 characters without control characters. It goes into the body: the header Idempotency-Key can
     *     only carry ASCII, and the JDK silently sends other characters as question marks
     * @throws IllegalArgumentException for a mistake that no retry fixes
     * @throws IOException if the service did not answer in time; it is safe to call this again later, with the same key
     */
    static Optional<String> getPromoCode(String key) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(URL + "/v1/claims"))
                .timeout(Duration.ofSeconds(10)) // longer than the service takes (claims.timeout, 5 s)
                .header("Authorization", "Bearer " + API_KEY)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString("{\"type\": \"birthday\", \"discount\": 10, \"days\": 7, \"key\": \"%s\"}"
                        .formatted(escaped(key))))
                .build();
        for (int attempt = 0; attempt <= WAITS.length; attempt++) {
            long asked = 0;
            try {
                HttpResponse<String> response = HTTP.send(request, BodyHandlers.ofString());
                int status = response.statusCode();
                if (status == 200 || status == 201) {
                    return Optional.of(promocode(response.body()));
                }
                if (status == 409) {
                    return Optional.empty();
                }
                if (status < 500 && status != 408 && status != 429) {
                    throw new IllegalArgumentException(response.body());
                }
                String seconds = response.headers().firstValue("Retry-After").orElse("");
                asked = seconds.matches("\\d{1,9}") ? Long.parseLong(seconds) : 0;
            } catch (IOException e) {
                // No response, or a part of one. The code might have been claimed, which the next attempt finds out.
            }
            if (attempt < WAITS.length) { // after the last attempt there is nothing to wait for
                Thread.sleep(1000 * Math.min(Math.max(WAITS[attempt], asked), 60));
            }
        }
        throw new IOException(
                "Promopool can't be reached or can't serve now; try again later with the same key: " + key);
    }

    private static String escaped(String text) {
        return text.replace("\\", "\\\\").replace("\"", "\\\"");
    }

    private static String promocode(String json) {
        Matcher found = PROMOCODE.matcher(json);
        if (!found.find()) {
            throw new IllegalArgumentException("This is not a response of Promopool: " + json);
        }
        return found.group(1).replaceAll("\\\\(.)", "$1");
    }

    public static void main(String[] args) throws InterruptedException {
        if (args.length != 1) {
            System.err.println("usage: java Claim.java CONTACT");
            System.exit(2);
        }
        String contact = args[0];
        try {
            // The key identifies the message (this contact, this campaign), not the attempt: each retry sends the same.
            Optional<String> code = getPromoCode(contact + ":birthday-2027");
            String message = code.map(text -> "10% off, for you alone: " + text).orElse("Happy birthday!");
            System.out.println(contact + ": " + message);
        } catch (IOException | IllegalArgumentException e) {
            System.err.println(e.getMessage());
            System.exit(1);
        }
    }
}
