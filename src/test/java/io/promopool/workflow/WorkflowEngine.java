package io.promopool.workflow;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.flowable.common.engine.impl.history.HistoryLevel;
import org.flowable.common.engine.impl.persistence.StrongUuidGenerator;
import org.flowable.engine.ProcessEngine;
import org.flowable.engine.ProcessEngineConfiguration;
import org.flowable.engine.delegate.JavaDelegate;
import org.flowable.engine.impl.cfg.StandaloneInMemProcessEngineConfiguration;
import org.flowable.job.api.Job;

/** Flowable with the process {@code birthday}, which runs on several threads and keeps its state in a database. */
final class WorkflowEngine implements AutoCloseable {
    static final int THREADS = 8;

    private final ProcessEngine engine;

    WorkflowEngine(JavaDelegate getPromoCode, int smtpPort) {
        StandaloneInMemProcessEngineConfiguration settings = new StandaloneInMemProcessEngineConfiguration();
        settings.setEngineName("workflow-" + UUID.randomUUID());
        settings.setJdbcUrl("jdbc:h2:mem:" + settings.getEngineName());
        settings.setJdbcMaxActiveConnections(THREADS + 4);
        settings.setDatabaseSchemaUpdate(ProcessEngineConfiguration.DB_SCHEMA_UPDATE_TRUE);
        settings.setHistoryLevel(HistoryLevel.NONE);
        settings.setDisableIdmEngine(true);
        settings.setDisableEventRegistry(true);
        // By default runs are counted from 1: another engine, or this one with a new database, would use the keys
        // again.
        settings.setIdGenerator(new StrongUuidGenerator());
        settings.setMailServerHost("127.0.0.1");
        settings.setMailServerPort(smtpPort);
        settings.setMailServerDefaultFrom("shop@example.com");
        settings.setBeans(Map.of("getPromoCode", getPromoCode, "messages", new Messages()));
        settings.setAsyncExecutorActivate(true);
        settings.setAsyncExecutorCorePoolSize(THREADS);
        settings.setAsyncExecutorMaxPoolSize(THREADS);
        // How often the engine looks for failed jobs.
        settings.getAsyncExecutorConfiguration().setDefaultTimerJobAcquireWaitTime(Duration.ofMillis(100));
        engine = settings.buildProcessEngine();
        engine.getRepositoryService()
                .createDeployment()
                .addClasspathResource("workflow/birthday.bpmn")
                .deploy();
    }

    /** Starts a run for a contact, and returns its id at once. */
    String start(String email, String name) {
        return engine.getRuntimeService()
                .startProcessInstanceByKey("birthday", Map.of("email", email, "name", name))
                .getId();
    }

    /** How many runs have not ended. */
    long running() {
        return engine.getRuntimeService().createProcessInstanceQuery().count();
    }

    /** For each run that will be retried: why its last try failed. */
    List<String> waitingForRetry() {
        return engine.getManagementService().createTimerJobQuery().withException().list().stream()
                .map(Job::getExceptionMessage)
                .toList();
    }

    /** For each run that waits for a person: why it failed. */
    List<String> waitingForAPerson() {
        return engine.getManagementService().createDeadLetterJobQuery().list().stream()
                .map(Job::getExceptionMessage)
                .toList();
    }

    @Override
    public void close() {
        engine.close();
    }
}
