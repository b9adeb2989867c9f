package io.logcast.consumer.stream;

import io.logcast.consumer.bounds.ByteBudget;
import io.micrometer.core.instrument.Counter;

/**
 * What all streams share.
 *
 * @param capacity events that wait for one reader
 * @param memory of all streams, for live events
 * @param replayMemory of all streams, for the steps of replays
 * @param dropped counts what readers were too slow for
 */
record StreamBounds(int capacity, ByteBudget memory, ByteBudget replayMemory, Counter dropped) {}
