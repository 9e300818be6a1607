package dev.breakwater.http;

import io.vertx.core.MultiMap;

/** A response that is ready to send. The headers are read-only and complete, so a reply can be sent any number of times. */
record HttpReply(int status, MultiMap headers, ReplyBody content) {}
