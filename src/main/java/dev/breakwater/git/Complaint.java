package dev.breakwater.git;

import dev.breakwater.git.GitException.Fault;
import java.util.List;
import java.util.regex.Pattern;

/** What git says when it has failed to reach a repository: which kind of failure that is, and the line that tells. */
final class Complaint {
    private record Known(Fault fault, Pattern words, String instead) {
        Known(Fault fault, String words, String instead) {
            this(fault, Pattern.compile(words), instead);
        }
    }

    /** The words of git, of ssh(1) and of the usual hosts behind it. */
    private static final List<Known> KNOWN = List.of(
            new Known(
                    Fault.REFUSED,
                    "Host key verification failed|REMOTE HOST IDENTIFICATION HAS CHANGED|No .* host key is known",
                    "; it does not show the ssh key that is configured for it"),
            new Known(
                    Fault.ABSENT,
                    "(?i)repository not found|does not appear to be a git repository|project you were looking for could not be"
                            + " found|repository .* not found",
                    ""),
            new Known(
                    Fault.DENIED,
                    "Permission denied|Authentication failed|could not read (Username|Password)|returned error: 40[13]|Load key"
                            + "|UNPROTECTED PRIVATE KEY",
                    "; the credential that is configured for it does not let us in"));

    private Complaint() {}

    /** The failure of {@code what}, as in {@code git fetch https://…}, that ended in {@code ran}. */
    static GitException of(String what, Git.Ran ran) {
        for (Known known : KNOWN) {
            for (String line : ran.errors().lines().toList()) {
                if (known.words().matcher(line).find()) {
                    return new GitException(known.fault(), what + ": " + line.strip() + known.instead());
                }
            }
        }
        return new GitException(Fault.UNREACHABLE, what + ": " + ran.complaint());
    }
}
