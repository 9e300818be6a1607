package dev.breakwater.bench;

import java.time.Duration;

/** A server whose CPU time is measured from outside. */
interface MeasuredServer {
    /** Its address, without a slash at the end. */
    String url();

    /** CPU time of all its processes so far, user and system; the kernel counts in 10 ms. */
    Duration cpu();
}
