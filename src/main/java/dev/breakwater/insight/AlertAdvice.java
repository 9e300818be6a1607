package dev.breakwater.insight;

import dev.breakwater.event.AlertRule;
import java.time.Duration;

/**
 * The advice and timing of a rule.
 *
 * @param calm how long no problem may occur before its alert is resolved
 * @param meanwhile what to do while it fires
 * @param over the recovery in words
 * @param afterwards what to do after the recovery
 */
record AlertAdvice(Duration calm, String meanwhile, String over, String afterwards) {
    private static final String NOTHING = "No action needed.";

    static AlertAdvice of(AlertRule rule) {
        return switch (rule) {
            case UPSTREAM_OUT ->
                new AlertAdvice(
                        Duration.ofSeconds(30),
                        "No action needed while another upstream works. If it stays down, check its status page, and remove"
                                + " it from the configuration.",
                        "The upstream is healthy again, or no longer configured.",
                        NOTHING);
            case UPSTREAM_BEHIND ->
                new AlertAdvice(
                        Duration.ofMinutes(1),
                        "No action needed while another upstream is current: version lists are merged, and the one that lags is"
                                + " asked last. If this goes on, check whether it still syncs from its own source.",
                        "The upstream has caught up with the others, or is no longer configured.",
                        NOTHING);
            case REPOSITORY_DARK ->
                new AlertAdvice(
                        Duration.ofSeconds(10),
                        "Check this server's outbound network: DNS, proxy, firewall. Cached modules are still served; requests"
                                + " for others get 503 until an upstream is back. You can add an upstream to the"
                                + " configuration without a restart.",
                        "An upstream of the repository answers again, or the repository was removed.",
                        NOTHING);
            case CONTENT_REJECTED ->
                new AlertAdvice(
                        Duration.ofMinutes(15),
                        "No client received the wrong content. Remove the upstream from the configuration until its operator"
                                + " explains it; the log names every file.",
                        "The upstream has sent no wrong content for 15 minutes.",
                        "Report it to the upstream's operator, if you have not done so.");
            case CONTENT_UNCONFIRMED ->
                new AlertAdvice(
                        Duration.ofMinutes(15),
                        "Check whether this server can reach the checksum database, and which upstream the log names. Add"
                                + " an upstream or a database source in another failure domain. If the content of all"
                                + " upstreams contradicts the record, ask the module's author whether the version was"
                                + " changed after its release.",
                        "All content requested in the last 15 minutes was confirmed.",
                        NOTHING);
            case WITNESSES_DISAGREE ->
                new AlertAdvice(
                        Duration.ofMinutes(15),
                        "Check the log for the upstream that differs from the others. One that lags is harmless, but is not a"
                                + " second witness.",
                        "The upstreams have agreed for 15 minutes.",
                        NOTHING);
            case MODULE_GONE ->
                new AlertAdvice(
                        Duration.ofDays(1),
                        "Builds that use it keep working from the cache. Find out why it was deleted. If it is malicious, stop"
                                + " using it; if not, keep your own copy: breakwater store export.",
                        "No further module disappeared for a day.",
                        "Modules that disappeared do not come back by themselves: the log names them.");
            case UPSTREAMS_WIDENED ->
                new AlertAdvice(
                        Duration.ofHours(1),
                        "These upstreams now see which modules you use. If this is not intended, list the upstreams in the"
                                + " configuration file, or restore GOPROXY for this server.",
                        "Upstreams were added by a change of the environment an hour ago.",
                        "No action needed if this was intended.");
            case DATABASE_FORKED ->
                new AlertAdvice(
                        Duration.ofDays(1),
                        "Keep the log: it holds the proof, both signed tree heads. Report it to the database's operators, and do"
                                + " not trust modules first fetched since then.",
                        "No further evidence for a day; the fork is still unexplained.",
                        "Find out why the database signed the two heads in the log.");
            case DATABASE_STALE ->
                new AlertAdvice(
                        Duration.ofMinutes(1),
                        "No action needed while another source is current. If this goes on, remove the source.",
                        "The source is current again, or no longer used.",
                        NOTHING);
            case STORE_TROUBLE ->
                new AlertAdvice(
                        Duration.ofMinutes(1),
                        "Free space on the disk of data-dir, or fix its permissions or mount. Until then fetched modules"
                                + " are served but not stored.",
                        "The store can be read and written again.",
                        "Stop the server and check the store: breakwater store check.");
            case REQUESTS_FAILING ->
                new AlertAdvice(
                        Duration.ofMinutes(1),
                        "Builds are failing. Check which upstreams are down, and this server's log.",
                        "Requests succeed again.",
                        NOTHING);
            case CONFIGURATION_REFUSED ->
                new AlertAdvice(
                        Duration.ZERO,
                        "Fix the file; the server keeps running with its previous configuration. breakwater check-config lists"
                                + " every error.",
                        "The configuration is in force.",
                        NOTHING);
        };
    }
}
