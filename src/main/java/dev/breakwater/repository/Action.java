package dev.breakwater.repository;

import dev.breakwater.auth.Permission;
import dev.breakwater.auth.Subject;
import dev.breakwater.fetch.Answer;
import dev.breakwater.fetch.Caller;
import dev.breakwater.fetch.Client;
import dev.breakwater.fetch.Resource;

/** The action that a request leads to. */
public sealed interface Action {
    /** The subject of the permission for it. */
    Subject subject();

    /** The permission that the client needs for the subject. */
    default Permission permission() {
        return Permission.READ;
    }

    /** Fetch a resource, through the engine. */
    record Get(Resource resource, Caller caller, Subject subject) implements Action {
        /** For something that is not confidential. */
        public Get(Resource resource, Caller caller) {
            this(resource, caller, new Subject(resource.subject(), false));
        }
    }

    /** The answer is already known. */
    record Say(Answer answer, Subject subject, Permission permission) implements Action {
        /** An answer for callers with the read permission. */
        public Say(Answer answer, Subject subject) {
            this(answer, subject, Permission.READ);
        }

        /** An answer without confidential data. */
        public Say(Answer answer) {
            this(answer, Subject.PUBLIC);
        }
    }

    /**
     * Other work that takes time; runs on a virtual thread.
     *
     * @param kind names it in metrics, from a small fixed set
     */
    record Do(Task task, Subject subject, String kind, Permission permission) implements Action {
        /** Work that changes nothing. */
        public Do(Task task, Subject subject, String kind) {
            this(task, subject, kind, Permission.READ);
        }

        /** Work whose answer has no confidential data. */
        public Do(Task task) {
            this(task, Subject.PUBLIC, "-");
        }
    }

    /**
     * The method is not allowed.
     *
     * @param allowed the allowed ones, such as {@code GET, HEAD}: RFC 9110 §15.5.6
     */
    record NotAllowed(String allowed) implements Action {
        @Override
        public Subject subject() {
            return Subject.PUBLIC;
        }
    }

    /**
     * Receive an upload.
     *
     * @param limit the most bytes
     */
    record Receive(Reception reception, long limit, Subject subject, Permission permission) implements Action {
        /** Something that is to be published. */
        public Receive(Reception reception, long limit, Subject subject) {
            this(reception, limit, subject, Permission.PUBLISH);
        }
    }

    /** Work that ends in an answer. */
    interface Task {
        /** Runs it for {@code client}. */
        Answer run(Client client) throws InterruptedException;
    }
}
