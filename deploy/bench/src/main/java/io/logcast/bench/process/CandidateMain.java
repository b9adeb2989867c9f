package io.logcast.bench.process;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/**
 * A candidate's process. Its argument names the {@link Workload}; each line of its input is the number of messages of a
 * run and is answered by a line: {@code measured}, messages, nanoseconds, nanoseconds of CPU, or {@code failed} and
 * why. It ends when its input ends.
 */
public final class CandidateMain {

    static final String MEASURED = "measured";
    static final String FAILED = "failed";

    private CandidateMain() {}

    public static void main(String[] arguments) throws IOException, ReflectiveOperationException {
        var answers = System.out;
        // All other output goes to the log.
        System.setOut(System.err);
        Logging.onlyWarnings();
        var workload = Class.forName(arguments[0])
                .asSubclass(Workload.class)
                .getConstructor()
                .newInstance();
        var input = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII));
        for (var line = input.readLine(); line != null; line = input.readLine()) {
            run(workload, Integer.parseInt(line), answers);
        }
        System.exit(0);
    }

    private static void run(Workload workload, int messages, PrintStream answers) {
        try {
            var measured = workload.run(messages);
            answers.println(MEASURED + " " + measured.messages() + " "
                    + measured.elapsed().toNanos() + " " + measured.cpu().toNanos());
        } catch (Exception e) {
            e.printStackTrace();
            answers.println(FAILED + " " + e);
        }
    }
}
