package dev.breakwater.repository;

import dev.breakwater.fetch.Answer;
import dev.breakwater.fetch.Caller;
import dev.breakwater.fetch.Resource;

/** What a request comes to. */
public sealed interface Action {
    /** Fetch a resource, through the engine. */
    record Get(Resource resource, Caller caller) implements Action {}

    /** The answer is already known. */
    record Say(Answer answer) implements Action {}

    /** Something else that takes time; runs on a virtual thread. */
    record Do(Task task) implements Action {}

    /** Work that ends in an answer. */
    interface Task {
        /** Does it. */
        Answer run() throws InterruptedException;
    }
}
