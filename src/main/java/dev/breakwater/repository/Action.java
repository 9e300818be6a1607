package dev.breakwater.repository;

import dev.breakwater.auth.Permission;
import dev.breakwater.auth.Subject;
import dev.breakwater.fetch.Answer;
import dev.breakwater.fetch.Caller;
import dev.breakwater.fetch.Client;
import dev.breakwater.fetch.Resource;

/** What a request comes to. */
public sealed interface Action {
    /** What a permission for it is about. */
    Subject subject();

    /** What the client must be allowed to do with the subject. */
    default Permission permission() {
        return Permission.READ;
    }

    /** Fetch a resource, through the engine. */
    record Get(Resource resource, Caller caller, Subject subject) implements Action {
        /** Of something that is not confidential. */
        public Get(Resource resource, Caller caller) {
            this(resource, caller, new Subject(resource.subject(), false));
        }
    }

    /** The answer is already known. */
    record Say(Answer answer, Subject subject, Permission permission) implements Action {
        /** An answer to who may read. */
        public Say(Answer answer, Subject subject) {
            this(answer, subject, Permission.READ);
        }

        /** An answer that tells nothing confidential. */
        public Say(Answer answer) {
            this(answer, Subject.PUBLIC);
        }
    }

    /**
     * Something else that takes time; runs on a virtual thread.
     *
     * @param kind names it in metrics, from a small fixed set
     */
    record Do(Task task, Subject subject, String kind, Permission permission) implements Action {
        /** Something that changes nothing. */
        public Do(Task task, Subject subject, String kind) {
            this(task, subject, kind, Permission.READ);
        }

        /** Something that tells nothing confidential. */
        public Do(Task task) {
            this(task, Subject.PUBLIC, "-");
        }
    }

    /**
     * The method means nothing here.
     *
     * @param allowed those that do, as {@code GET, HEAD}: RFC 9110 §15.5.6
     */
    record NotAllowed(String allowed) implements Action {
        @Override
        public Subject subject() {
            return Subject.PUBLIC;
        }
    }

    /**
     * Take in what the client sends.
     *
     * @param limit how many bytes at most
     */
    record Receive(Reception reception, long limit, Subject subject, Permission permission) implements Action {
        /** Something that is to be published. */
        public Receive(Reception reception, long limit, Subject subject) {
            this(reception, limit, subject, Permission.PUBLISH);
        }
    }

    /** Work that ends in an answer. */
    interface Task {
        /** Does it for {@code client}. */
        Answer run(Client client) throws InterruptedException;
    }
}
