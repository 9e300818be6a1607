/**
 * The outgoing HTTP client: TLS, proxies, names, redirects and the rule that keeps out untrusted internal addresses. The only
 * user of OkHttp.
 */
@NullMarked
package dev.breakwater.web;

import org.jspecify.annotations.NullMarked;
