package io.logcast.consumer.stream;

import io.logcast.consumer.bounds.ByteBudget;
import io.micrometer.core.instrument.Counter;

/**
 * Limits of all streams.
 *
 * @param capacity how many events may wait for one reader
 * @param memory shared by all streams, for live events
 * @param replayMemory shared by all streams, for the steps of replays
 * @param dropped counts events that were dropped because readers were too slow
 */
record StreamBounds(int capacity, ByteBudget memory, ByteBudget replayMemory, Counter dropped) {}
