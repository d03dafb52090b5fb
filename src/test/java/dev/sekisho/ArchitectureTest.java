// SPDX-License-Identifier: Apache-2.0
package dev.sekisho;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaPackage;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import jakarta.persistence.PersistenceException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The dependencies between packages, and the packages that may use an API: docs/architecture.md, checked. */
class ArchitectureTest {
    private static final String ROOT = "dev.sekisho";

    private static final JavaClasses CLASSES =
            new ClassFileImporter(Set.of(new ImportOption.DoNotIncludeTests())).importPackages(ROOT);

    /**
     * InetAddress.getByName queries the name service for everything except literals. These have a text of the operator,
     * or of the container, or resolve names on purpose; text from outside goes through net.IpLiteral.
     */
    @Test
    void textFromOutsideIsNeverLookedUp() {
        check(noClasses()
                .that()
                .doNotHaveFullyQualifiedName(ROOT + ".net.AddressResolver")
                .and()
                .doNotHaveFullyQualifiedName(ROOT + ".cluster.ClusterNodes")
                .and()
                .doNotHaveFullyQualifiedName(ROOT + ".api.http.ApiFilter")
                .and()
                .doNotHaveFullyQualifiedName(ROOT + ".console.ConsoleFilter")
                .should()
                .callMethod(InetAddress.class, "getByName", String.class)
                .orShould()
                .callMethod(InetAddress.class, "getAllByName", String.class));
    }

    @ParameterizedTest
    @CsvSource({
        "text, ''",
        "net, text",
        "exemption, ''",
        "settings, text",
        "signin, text",
        "front, net signin text",
        "writebehind, text",
        "database, text",
        "policy, ''",
        "password, ''",
        "connector, policy text",
        "limit, net text",
        "directory, database exemption limit net password settings writebehind text",
        "audit, ''",
        "decision, database settings writebehind text",
        "doctor, ''",
        "importer, directory limit net password settings text",
        "ctl, doctor net importer settings text",
        "cluster, net settings text",
        "bruteforce, cluster database decision exemption net settings writebehind text",
        "notification, directory settings text",
        "sendlimit, cluster database policy directory decision limit settings writebehind text",
        "quota, cluster database policy directory decision net settings text",
        "login, directory database net password sendlimit decision bruteforce settings writebehind text",
        "service, audit cluster database password directory decision exemption limit net sendlimit quota login bruteforce settings writebehind text",
        "api, service front directory decision limit net login password writebehind text",
        "console, service front directory limit settings text",
    })
    void aComponentDependsOnlyOnThoseBelowIt(String component, String below) {
        String[] permitted = Stream.concat(
                        Stream.of(component), Arrays.stream(below.split(" ")).filter(name -> !name.isEmpty()))
                .map(ArchitectureTest::inside)
                .toArray(String[]::new);
        check(noClasses()
                .that()
                .resideInAPackage(inside(component))
                .should()
                .dependOnClassesThat(resideInAPackage(ROOT + "..").and(not(resideInAnyPackage(permitted)))));
    }

    @Test
    void noPackageDependsOnThePlatform() {
        check(noClasses()
                .that()
                .resideOutsideOfPackage(inside("platform"))
                .should()
                .dependOnClassesThat()
                .resideInAPackage(inside("platform")));
    }

    @Test
    void sekishoDoesNotDependOnItsCommandLine() {
        check(noClasses()
                .that()
                .resideOutsideOfPackages(inside("ctl"), inside("doctor"), inside("importer"))
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(inside("ctl"), inside("doctor"), inside("importer")));
    }

    @Test
    void componentsHaveNoCycles() {
        check(slices().matching(ROOT + ".(*)..").should().beFreeOfCycles());
    }

    @ParameterizedTest
    @CsvSource({
        "jakarta.resource.., connector",
        "javax.cache.., cluster sendlimit quota bruteforce platform",
        "com.hazelcast.., cluster",
        "com.github.benmanes.., login front cluster",
        "jakarta.ws.rs.., login api platform",
        "jakarta.mail.., notification",
        "jakarta.servlet.., login api console front signin",
        "com.ibm.., signin",
        "jakarta.faces.., console",
        "org.primefaces.., console",
        "org.bouncycastle.., password",
        "org.apache.commons.codec.., password",
        "dev.failsafe.., quota",
        "org.flywaydb.., platform",
        "picocli.., ctl",
        "org.yaml.snakeyaml.., importer",
        "jakarta.json, ctl api service login console front",
    })
    void anApiIsKnownInItsRoomsOnly(String api, String rooms) {
        check(noClasses()
                .that()
                .resideOutsideOfPackages(insideEach(rooms))
                .should()
                .dependOnClassesThat()
                .resideInAPackage(api));
    }

    @Test
    void onlyPackagesWithEntitiesUsePersistenceButOthersMayUseItsExceptions() {
        check(noClasses()
                .that()
                .resideOutsideOfPackages(insideEach("directory audit exemption sendlimit bruteforce"))
                .and()
                .doNotHaveFullyQualifiedName(ROOT + ".platform.DemoData")
                .should()
                .dependOnClassesThat(
                        resideInAPackage("jakarta.persistence..").and(not(assignableTo(PersistenceException.class)))));
    }

    @ParameterizedTest
    @CsvSource({
        "'', ''",
        "access, ''",
        "list, access",
        "change, access list",
    })
    void sharedPackagesDependOnNoService(String shared, String below) {
        String root = ROOT + ".service";
        String[] permitted = Stream.concat(
                        Stream.of(root, root + "." + shared),
                        Arrays.stream(below.split(" ")).map(name -> root + "." + name))
                .toArray(String[]::new);
        check(noClasses()
                .that()
                .resideInAPackage(shared.isEmpty() ? root : root + "." + shared)
                .should()
                .dependOnClassesThat(resideInAPackage(root + "..").and(not(resideInAnyPackage(permitted)))));
    }

    @Test
    void onlyThePlatformNamesTheWarmUp() throws IOException {
        try (Stream<Path> sources = Files.walk(Path.of("src/main/java/dev/sekisho"))) {
            assertThat(sources.filter(each -> each.toString().endsWith(".java"))
                            .filter(each -> !each.toString().contains("/platform/"))
                            .filter(ArchitectureTest::namesTheWarmUp))
                    .isEmpty();
        }
    }

    private static boolean namesTheWarmUp(Path source) {
        try {
            return Files.readString(source).toLowerCase(Locale.ROOT).matches("(?s).*\\bwarm[a-z]*[ -]?(ed[ -]?)?up.*");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void threadsComeFromTheContainer() {
        check(noClasses().should().callConstructor(Thread.class, Runnable.class));
        check(noClasses().should().dependOnClassesThat().haveFullyQualifiedName("java.util.concurrent.Executors"));
    }

    @Test
    void onlyNumberedMessagesAndDecisionsAreLogged() {
        check(noClasses()
                .that()
                .haveSimpleNameNotEndingWith("Messages")
                .and()
                .doNotHaveFullyQualifiedName(ROOT + ".decision.Sink")
                .and()
                .doNotHaveFullyQualifiedName(ROOT + ".platform.ConsoleLevel")
                .should()
                .dependOnClassesThat()
                .haveFullyQualifiedName("java.util.logging.Logger"));
    }

    @Test
    void noClassIsNamedForWhatItIsNot() {
        check(noClasses().should().haveNameMatching(".*(Util|Utils|Helper|Manager|Impl)"));
        check(noClasses()
                .that()
                .resideOutsideOfPackage(inside("service"))
                .should()
                .haveSimpleNameEndingWith("Service"));
    }

    @Test
    void everyPackageIsDescribedAndJudgedForNulls() {
        Set<String> lacking = CLASSES.getPackage(ROOT).getSubpackagesInTree().stream()
                .filter(each -> !each.getClasses().isEmpty())
                .filter(each -> each.tryGetPackageInfo().isEmpty() || !each.isAnnotatedWith(NullMarked.class))
                .map(JavaPackage::getName)
                .collect(Collectors.toSet());
        assertThat(lacking).as("packages without package-info or @NullMarked").isEmpty();
    }

    private static void check(ArchRule rule) {
        rule.check(CLASSES);
    }

    private static String[] insideEach(String components) {
        return Arrays.stream(components.split(" "))
                .map(ArchitectureTest::inside)
                .toArray(String[]::new);
    }

    private static String inside(String component) {
        return ROOT + "." + component + "..";
    }
}
