package io.logcast.consumer.webhooks.formats;

import com.google.protobuf.InvalidProtocolBufferException;
import io.opentelemetry.proto.collector.logs.v1.ExportLogsServiceResponse;

/** What an OTLP receiver answers with status 200. */
public final class OtlpAnswer {

    private OtlpAnswer() {}

    /**
     * How many records were refused. The answer does not say which. 0 for a body that cannot be read, such as an empty
     * one.
     */
    public static long rejected(byte[] body) {
        try {
            return ExportLogsServiceResponse.parseFrom(body).getPartialSuccess().getRejectedLogRecords();
        } catch (InvalidProtocolBufferException e) {
            return 0;
        }
    }
}
