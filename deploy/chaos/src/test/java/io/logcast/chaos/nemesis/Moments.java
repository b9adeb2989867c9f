package io.logcast.chaos.nemesis;

import java.util.Random;

/** Pauses of random length. */
public final class Moments {

    private Moments() {}

    /** Between so many milliseconds and so many. */
    public static void pause(Random random, int least, int most) throws InterruptedException {
        Thread.sleep(least + random.nextInt(most - least + 1));
    }
}
