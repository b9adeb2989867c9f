package io.logcast.rabbitmq.topology;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TopologyMismatchExceptionTest {

    @Test
    void saysWhichArgumentDiffers() {
        var text = "PRECONDITION_FAILED - inequivalent arg 'x-max-length' for queue 'logs.archive' in vhost '/':"
                + " received none but current is the value '20' of type 'signedint'";

        assertThat(TopologyMismatchException.sentence("archive", text))
                .isEqualTo("Channel archive: queue 'logs.archive' on the broker differs in x-max-length:"
                        + " configured is none, the broker has '20'.");
    }

    @Test
    void keepsTheBrokersWordsWhereTheyAreOfAnotherForm() {
        var text = "PRECONDITION_FAILED - invalid arg 'x-queue-type' for queue 'a' in vhost '/'";

        assertThat(TopologyMismatchException.sentence("in", text)).endsWith(text);
    }
}
