package dev.breakwater.git;

import dev.breakwater.git.GitException.GitFault;
import java.util.List;
import java.util.regex.Pattern;

/** The classification of git's error output: the kind of failure to reach a repository, and the line that tells it. */
final class GitErrors {
    private record KnownError(GitFault fault, Pattern words, String instead) {
        KnownError(GitFault fault, String words, String instead) {
            this(fault, Pattern.compile(words), instead);
        }
    }

    /** The messages of git, of ssh(1) and of common hosts. */
    private static final List<KnownError> KNOWN = List.of(
            new KnownError(
                    GitFault.REFUSED,
                    "Host key verification failed|REMOTE HOST IDENTIFICATION HAS CHANGED|No .* host key is known",
                    "; its ssh key is not the configured one"),
            new KnownError(
                    GitFault.ABSENT,
                    "(?i)repository not found|does not appear to be a git repository|project you were looking for could not be"
                            + " found|repository .* not found",
                    ""),
            new KnownError(
                    GitFault.DENIED,
                    "Permission denied|Authentication failed|could not read (Username|Password)|returned error: 40[13]|Load key"
                            + "|UNPROTECTED PRIVATE KEY",
                    "; the host rejected the configured credential"));

    private GitErrors() {}

    /** The failure of {@code what}, as in {@code git fetch https://…}, that ended in {@code ran}. */
    static GitException of(String what, Git.Ran ran) {
        for (KnownError known : KNOWN) {
            for (String line : ran.errors().lines().toList()) {
                if (known.words().matcher(line).find()) {
                    return new GitException(known.fault(), what + ": " + line.strip() + known.instead());
                }
            }
        }
        return new GitException(GitFault.UNREACHABLE, what + ": " + ran.complaint());
    }
}
