package io.logcast.chaos.nemesis;

import java.util.Random;

/** Pauses of random length. */
public final class Moments {

    private Moments() {}

    /** Pauses for a random time between two numbers of milliseconds. */
    public static void pause(Random random, int least, int most) throws InterruptedException {
        Thread.sleep(least + random.nextInt(most - least + 1));
    }
}
