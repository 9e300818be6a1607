package dev.breakwater.insight;

import dev.breakwater.event.AlertRule;
import java.time.Duration;

/**
 * What goes with a rule.
 *
 * @param calm how long all must be well before its alert is over
 * @param meanwhile what to do while it fires
 * @param over the recovery in words
 * @param afterwards what is left to do then
 */
record AlertAdvice(Duration calm, String meanwhile, String over, String afterwards) {
    private static final String NOTHING = "Nothing is left to do.";

    static AlertAdvice of(AlertRule rule) {
        return switch (rule) {
            case UPSTREAM_OUT ->
                new AlertAdvice(
                        Duration.ofSeconds(30),
                        "Nothing, as long as another upstream answers. If it stays out, look at its own status page, and"
                                + " take it out of the configuration.",
                        "The upstream is back, or no longer configured.",
                        NOTHING);
            case UPSTREAM_BEHIND ->
                new AlertAdvice(
                        Duration.ofMinutes(1),
                        "Nothing, as long as another upstream is current: lists of several are united, and one that is behind is"
                                + " asked after the others. If it goes on, look whether it still follows its own source.",
                        "The upstream shows what the others show, or is no longer configured.",
                        NOTHING);
            case REPOSITORY_DARK ->
                new AlertAdvice(
                        Duration.ofSeconds(10),
                        "Check this server's own way out: DNS, proxy, firewall. What is held is still served; what is not"
                                + " is answered with 503 until an upstream is back. Adding an upstream to the"
                                + " configuration takes effect without a restart.",
                        "An upstream of the repository answers again, or the repository is gone.",
                        NOTHING);
            case CONTENT_REJECTED ->
                new AlertAdvice(
                        Duration.ofMinutes(15),
                        "Nobody was given the wrong content. Take the upstream out of the configuration until its operator"
                                + " explains it; the log has the name of every file.",
                        "The upstream has sent nothing wrong for 15 minutes.",
                        "Tell the upstream's operator, if you have not yet.");
            case CONTENT_UNCONFIRMED ->
                new AlertAdvice(
                        Duration.ofMinutes(15),
                        "Check whether the checksum database can be reached from here, and which upstream the log names. Add"
                                + " an upstream or a source of the database that fails apart from the others. If what all"
                                + " upstreams send contradicts the record, ask the module's author whether the version was"
                                + " changed after its release.",
                        "Everything that was asked for in the last 15 minutes was confirmed.",
                        NOTHING);
            case WITNESSES_DISAGREE ->
                new AlertAdvice(
                        Duration.ofMinutes(15),
                        "Look in the log which upstream differs from the others. One that lags is harmless, but is not a"
                                + " second witness.",
                        "The upstreams have agreed for 15 minutes.",
                        NOTHING);
            case MODULE_GONE ->
                new AlertAdvice(
                        Duration.ofDays(1),
                        "Builds that use it go on with what is held. Find out why it was deleted: if it is malicious, stop using"
                                + " it; if not, keep a copy of your own: breakwater store export.",
                        "No module was found to be gone for a day.",
                        "Modules that are gone stay gone: the log names them.");
            case UPSTREAMS_WIDENED ->
                new AlertAdvice(
                        Duration.ofHours(1),
                        "They learn what is built from now on. If that is not meant, name the upstreams in the configuration's file,"
                                + " or set GOPROXY for this server as it was.",
                        "An hour ago upstreams were added by a change of the environment.",
                        "Nothing is left to do if that was meant.");
            case DATABASE_FORKED ->
                new AlertAdvice(
                        Duration.ofDays(1),
                        "Keep the log: it holds both signed tree heads, the proof. Tell the database's operators, and do"
                                + " not trust modules that were first fetched since.",
                        "No further evidence has come for a day, which explains nothing.",
                        "The two signed heads in the log are still to be explained.");
            case DATABASE_STALE ->
                new AlertAdvice(
                        Duration.ofMinutes(1),
                        "Nothing, as long as another source is current. If it goes on, leave the source out.",
                        "The source is current again, or no longer asked.",
                        NOTHING);
            case STORE_TROUBLE ->
                new AlertAdvice(
                        Duration.ofMinutes(1),
                        "Free space on the disk of data-dir, or mend its permissions or mount. Meanwhile what is fetched"
                                + " is served but not kept.",
                        "The store takes and gives again.",
                        "Check what is held, with the server stopped: breakwater store check.");
            case REQUESTS_FAILING ->
                new AlertAdvice(
                        Duration.ofMinutes(1),
                        "Builds are failing. Look which upstreams are out, and at this server's log.",
                        "Requests are answered again.",
                        NOTHING);
            case CONFIGURATION_REFUSED ->
                new AlertAdvice(
                        Duration.ZERO,
                        "Correct the file; the server goes on with the configuration it had. breakwater check-config shows"
                                + " every mistake.",
                        "The configuration is in force.",
                        NOTHING);
        };
    }
}
