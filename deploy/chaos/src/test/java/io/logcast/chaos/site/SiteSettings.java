package io.logcast.chaos.site;

/**
 * What is started.
 *
 * @param connector of all channels of both services
 */
public record SiteSettings(Layout layout, String connector, Brokenness brokenness) {}
