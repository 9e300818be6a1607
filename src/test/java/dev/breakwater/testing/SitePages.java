package dev.breakwater.testing;

/** What an honest mirror answers, in the words of the protocol it speaks. */
interface SitePages {
    /** The right answer. */
    Reply answer(Asked asked);

    /** The answer for something that does not exist, whether it does or not. */
    Reply missing(Asked asked);
}
