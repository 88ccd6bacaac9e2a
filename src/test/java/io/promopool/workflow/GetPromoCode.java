package io.promopool.workflow;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import org.flowable.common.engine.api.FlowableException;
import org.flowable.engine.delegate.BpmnError;
import org.flowable.engine.delegate.DelegateExecution;
import org.flowable.engine.delegate.DelegateHelper;
import org.flowable.engine.delegate.JavaDelegate;
import org.flowable.job.api.FlowableUnrecoverableJobException;

/** The step "Get promo code": claims a code and stores it in the variable {@code promocode} of the run. */
public final class GetPromoCode implements JavaDelegate {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build();
    private final URI claims;
    private final String apiKey;

    /** @param promopool the URL of the service, such as {@code http://127.0.0.1:8080} */
    public GetPromoCode(String promopool, String apiKey) {
        this.claims = URI.create(promopool + "/v1/claims");
        this.apiKey = apiKey;
    }

    @Override
    public void execute(DelegateExecution step) {
        // The key identifies the message, not the attempt. Every retry of this step in this run has the same key, so it
        // gets the same code. No other run and no other step has this key.
        String key = step.getProcessInstanceId() + ":" + step.getCurrentActivityId();
        String claim = JSON.createObjectNode()
                .put("type", input(step, "type"))
                .put("discount", Integer.parseInt(input(step, "discount")))
                .put("days", Integer.parseInt(input(step, "days")))
                .put("key", key)
                .toString();
        HttpResponse<String> answer = post(claim);
        switch (answer.statusCode()) {
            case 200, 201 -> step.setVariable("promocode", promocode(answer));
            case 409 -> throw new BpmnError("noCodeAvailable", answer.body());
            // The engine does not retry this: no retry fixes a wrong request, and a person has to look at it.
            case 400, 401, 403, 404, 405, 413, 415, 422 ->
                throw new FlowableUnrecoverableJobException("a mistake: " + answer.body());
            // The engine retries this, as failedJobRetryTimeCycle says.
            default -> throw new FlowableException("retry later: " + answer.statusCode() + " " + answer.body());
        }
    }

    private static String input(DelegateExecution step, String name) {
        return DelegateHelper.getFieldExpression(step, name).getValue(step).toString();
    }

    private HttpResponse<String> post(String claim) {
        HttpRequest request = HttpRequest.newBuilder(claims)
                .timeout(Duration.ofSeconds(10)) // longer than the service takes (claims.timeout, 5 s)
                .header("Content-Type", "application/json")
                .header("Authorization", "Bearer " + apiKey)
                .POST(BodyPublishers.ofString(claim))
                .build();
        try {
            return http.send(request, BodyHandlers.ofString());
        } catch (IOException e) {
            throw new FlowableException("retry later: no response from " + claims, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new FlowableException("retry later: the engine stops", e);
        }
    }

    private static String promocode(HttpResponse<String> answer) {
        try {
            return JSON.readTree(answer.body()).get("promocode").asText();
        } catch (JsonProcessingException e) {
            throw new FlowableException("retry later: this is not a response of Promopool", e);
        }
    }
}
