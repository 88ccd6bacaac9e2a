package io.promopool;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.properties.HasName;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Which package may use which. */
@AnalyzeClasses(packages = "io.promopool", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {
    private static final String ROOT = "io.promopool";
    private static final String LANG = "io.promopool.lang";
    private static final String SETTINGS = "io.promopool.settings";
    private static final String DOCTOR = "io.promopool.doctor";
    private static final String POOL = "io.promopool.pool";
    private static final String AUTH = "io.promopool.auth";
    private static final String UPLOAD = "io.promopool.upload";
    private static final String REDIS = "io.promopool.redis";
    private static final String REDIS_CLAIMS = "io.promopool.redis.claims";
    private static final String REDIS_CONNECTION = "io.promopool.redis.connection";
    private static final String REDIS_LAYOUT = "io.promopool.redis.layout";
    private static final String REDIS_RECOUNT = "io.promopool.redis.recount";
    private static final String REDIS_SWEEP = "io.promopool.redis.sweep";
    private static final String EMBEDDED_REDIS = "io.promopool.redis.embedded";
    private static final String ALERTS = "io.promopool.alerts";
    private static final String HTTP = "io.promopool.http";
    private static final String MESSAGE = "io.promopool.http.message";
    private static final String JETTY = "io.promopool.http.jetty";
    private static final String CLI = "io.promopool.cli";
    private static final String METRICS = "io.promopool.metrics";

    /** A command that reads, its parameters and its results. */
    private static final DescribedPredicate<HasName> A_COMMAND = nameMatching(
            "io\\.lettuce\\.core\\.(api\\.async\\.RedisAsyncCommands|RedisFuture|(Key)?Value|Range.*|Limit)");

    /** The classes that use Jetty's parsers of forms and of quoted strings, which need no server. */
    private static final String OF_FORMS = ".*\\.(FormParts|HeaderParameters)(\\$.*)?";

    private static final String SETTINGS_AND_LISTENER =
            ".*\\.((Claim|Redis|Pool)Settings|PoolChoice|OnRollback|Durability|RedisListener)(\\$.*)?";

    private static final int MAX_LINES = 300;
    private static final Set<String> SOURCES = Set.of("java", "lua", "html", "js", "css");

    @ArchTest
    static final ArchRule every_class_is_in_one_of_the_rooms = classes()
            .should()
            .resideInAnyPackage(
                    ROOT,
                    LANG,
                    SETTINGS,
                    DOCTOR,
                    POOL,
                    AUTH,
                    UPLOAD,
                    REDIS,
                    REDIS_CLAIMS,
                    REDIS_CONNECTION,
                    REDIS_LAYOUT,
                    REDIS_RECOUNT,
                    REDIS_SWEEP,
                    EMBEDDED_REDIS,
                    ALERTS,
                    HTTP,
                    MESSAGE,
                    JETTY,
                    METRICS,
                    CLI);

    @ArchTest
    static final ArchRule what_java_lacks_knows_only_java = classes()
            .that()
            .resideInAPackage(LANG)
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(LANG, "java..");

    @ArchTest
    static final ArchRule api_keys_know_only_java = classes()
            .that()
            .resideInAPackage(AUTH)
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(AUTH, LANG, "java..");

    @ArchTest
    static final ArchRule the_domain_knows_only_java = classes()
            .that()
            .resideInAPackage(POOL)
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(POOL, "java..");

    @ArchTest
    static final ArchRule uploads_know_the_domain = knowsOnly(UPLOAD, POOL);

    @ArchTest
    static final ArchRule redis_knows_the_domain =
            knowsOnly(REDIS, REDIS_CLAIMS, REDIS_SWEEP, REDIS_LAYOUT, REDIS_CONNECTION, POOL);

    @ArchTest
    static final ArchRule claims_know_the_layout_and_connections =
            knowsOnly(REDIS_CLAIMS, REDIS_LAYOUT, REDIS_CONNECTION, POOL);

    @ArchTest
    static final ArchRule the_layout_knows_connections = knowsOnly(REDIS_LAYOUT, REDIS_CONNECTION, POOL);

    @ArchTest
    static final ArchRule connections_know_the_domain = knowsOnly(REDIS_CONNECTION, POOL);

    @ArchTest
    static final ArchRule a_recount_knows_the_pool_s_settings_the_layout_and_connections =
            knowsOnly(REDIS_RECOUNT, REDIS, REDIS_SWEEP, REDIS_LAYOUT, REDIS_CONNECTION, POOL);

    @ArchTest
    static final ArchRule a_sweep_knows_the_layout_and_connections =
            knowsOnly(REDIS_SWEEP, REDIS_LAYOUT, REDIS_CONNECTION);

    @ArchTest
    static final ArchRule the_embedded_redis_knows_none_of_the_others = knowsOnly(EMBEDDED_REDIS);

    @ArchTest
    static final ArchRule alerts_know_the_domain = knowsOnly(ALERTS, POOL);

    @ArchTest
    static final ArchRule http_knows_uploads_alerts_api_keys_and_the_domain =
            knowsOnly(HTTP, MESSAGE, JETTY, UPLOAD, ALERTS, AUTH, POOL);

    @ArchTest
    static final ArchRule messages_know_the_domain_and_no_route = knowsOnly(MESSAGE, POOL);

    @ArchTest
    static final ArchRule the_server_knows_messages_and_no_route = knowsOnly(JETTY, MESSAGE);

    @ArchTest
    static final ArchRule the_rooms_of_http_are_for_http = noClasses()
            .that()
            .resideOutsideOfPackage(HTTP + "..")
            .should()
            .dependOnClassesThat(resideInAnyPackage(MESSAGE, JETTY)
                    .and(DescribedPredicate.not(nameMatching(".*\\.HttpListener(\\$.*)?"))));

    @ArchTest
    static final ArchRule the_command_line_is_a_client_and_knows_api_keys_and_the_domain = knowsOnly(CLI, AUTH, POOL);

    @ArchTest
    static final ArchRule metrics_know_all_that_is_measured =
            knowsOnly(METRICS, HTTP, JETTY, UPLOAD, REDIS_CONNECTION, ALERTS, POOL);

    @ArchTest
    static final ArchRule settings_know_the_rooms_that_they_are_for =
            knowsOnly(SETTINGS, AUTH, HTTP, UPLOAD, REDIS, REDIS_CLAIMS, REDIS_CONNECTION, EMBEDDED_REDIS, ALERTS);

    @ArchTest
    static final ArchRule the_doctor_knows_what_it_examines_and_the_command_that_asks_it =
            knowsOnly(DOCTOR, SETTINGS, AUTH, HTTP, REDIS, REDIS_CONNECTION, REDIS_RECOUNT, EMBEDDED_REDIS, CLI, POOL);

    @ArchTest
    static final ArchRule only_the_start_and_the_doctor_know_the_settings = noClasses()
            .that()
            .resideOutsideOfPackages(ROOT, SETTINGS, DOCTOR)
            .should()
            .dependOnClassesThat()
            .resideInAPackage(SETTINGS);

    @ArchTest
    static final ArchRule there_are_no_cycles =
            slices().matching("io.promopool.(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule there_are_no_cycles_between_rooms_inside_a_room_either =
            slices().matching("io.promopool.(**)").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule only_redis_knows_how_it_is_laid_out = only(resideInAPackage(REDIS + ".."), REDIS_LAYOUT);

    @ArchTest
    static final ArchRule others_see_of_claims_and_connections_the_settings_and_the_listener_alone = noClasses()
            .that()
            .resideOutsideOfPackage(REDIS + "..")
            .should()
            .dependOnClassesThat(resideInAnyPackage(REDIS_CLAIMS, REDIS_CONNECTION)
                    .and(DescribedPredicate.not(nameMatching(SETTINGS_AND_LISTENER))));

    @ArchTest
    static final ArchRule only_http_speaks_http_and_uploads_split_forms = noClasses()
            .that(DescribedPredicate.not(resideInAPackage(HTTP + "..")))
            .and(DescribedPredicate.not(resideInAPackage(UPLOAD).and(nameMatching(OF_FORMS))))
            .should()
            .dependOnClassesThat(resideInAnyPackage("io.javalin..", "org.eclipse.jetty..", "jakarta.servlet.."));

    @ArchTest
    static final ArchRule only_connections_speak_redis_and_the_embedded_one_asks_whether_it_is_there = noClasses()
            .that()
            .resideOutsideOfPackages(REDIS_CONNECTION, EMBEDDED_REDIS)
            .should()
            .dependOnClassesThat(resideInAnyPackage("io.lettuce..", "io.netty..", "reactor..", "org.reactivestreams..")
                    .and(DescribedPredicate.not(A_COMMAND)));

    @ArchTest
    static final ArchRule single_commands_are_sent_by_what_reads_the_pool = noClasses()
            .that()
            .resideOutsideOfPackages(REDIS, REDIS_RECOUNT, REDIS_SWEEP, REDIS_CONNECTION, EMBEDDED_REDIS)
            .should()
            .dependOnClassesThat(A_COMMAND);

    @ArchTest
    static final ArchRule only_the_embedded_redis_knows_the_bundled_one =
            only(resideInAPackage(EMBEDDED_REDIS), "redis.embedded..");

    @ArchTest
    static final ArchRule only_metrics_speak_prometheus =
            only(resideInAPackage(METRICS), "io.micrometer..", "io.prometheus..");

    @ArchTest
    static final ArchRule only_uploads_read_csv_and_gzip =
            only(resideInAPackage(UPLOAD), "org.apache.commons.csv..", "org.apache.commons.compress..");

    @ArchTest
    static final ArchRule only_the_command_line_has_commands = only(resideInAnyPackage(CLI, ROOT), "picocli..");

    @ArchTest
    static final ArchRule only_the_command_line_draws_on_terminals = only(resideInAPackage(CLI), "me.tongfei..");

    @ArchTest
    static final ArchRule only_uploads_http_alerts_commands_and_the_settings_use_jackson =
            only(resideInAnyPackage(UPLOAD, HTTP, MESSAGE, ALERTS, CLI, SETTINGS), "com.fasterxml.jackson..");

    @ArchTest
    static final ArchRule only_the_settings_read_properties_with_jackson =
            only(resideInAPackage(SETTINGS), "com.fasterxml.jackson.dataformat.javaprop..");

    @ArchTest
    static final ArchRule names_say_what_a_thing_is = noClasses()
            .should()
            .haveNameMatching(".*(Impl|Manager|Utils?|Helpers?)")
            .orShould()
            .haveSimpleNameStartingWith("Abstract");

    @Test
    void no_source_file_is_longer_than_300_lines() throws IOException {
        try (Stream<Path> files = Files.walk(Path.of("src/main"))) {
            List<Path> tooLong = files.filter(ArchitectureTest::isSource)
                    .filter(file -> lines(file) > MAX_LINES)
                    .toList();
            assertEquals(List.of(), tooLong);
        }
    }

    /** Every package may use {@code lang}. */
    private static ArchRule knowsOnly(String room, String... others) {
        DescribedPredicate<JavaClass> foreign = resideInAPackage("io.promopool..")
                .and(DescribedPredicate.not(resideInAnyPackage(room, LANG)))
                .and(DescribedPredicate.not(resideInAnyPackage(others)));
        return noClasses().that().resideInAPackage(room).should().dependOnClassesThat(foreign);
    }

    private static ArchRule only(DescribedPredicate<JavaClass> users, String... libraries) {
        return noClasses()
                .that(DescribedPredicate.not(users))
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(libraries);
    }

    private static boolean isSource(Path file) {
        String name = file.getFileName().toString();
        return Files.isRegularFile(file) && SOURCES.contains(name.substring(name.lastIndexOf('.') + 1));
    }

    private static long lines(Path file) {
        try (Stream<String> lines = Files.lines(file)) {
            return lines.count();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
