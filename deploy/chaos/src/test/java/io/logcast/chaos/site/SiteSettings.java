package io.logcast.chaos.site;

/**
 * What is started.
 *
 * @param cluster three brokers instead of one
 * @param connector of all channels of both services
 */
public record SiteSettings(boolean cluster, String connector, Brokenness brokenness) {}
