/**
 * The outgoing HTTP client: TLS, proxies, names, redirects and the rule that keeps strangers' addresses out. The only
 * user of OkHttp.
 */
@NullMarked
package dev.breakwater.web;

import org.jspecify.annotations.NullMarked;
