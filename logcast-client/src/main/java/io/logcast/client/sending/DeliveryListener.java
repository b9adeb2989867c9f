package io.logcast.client.sending;

/** Receives what becomes of lines. An exception ends the call of {@link Delivery#run}, which can be repeated. */
public interface DeliveryListener {

    /**
     * Some lines of a request are done.
     *
     * @param accepted how many of them the producer has accepted; it refused the others
     * @param again how many of the same request have to be sent again
     */
    void onSettled(int accepted, int again);

    /** The producer will never accept this line. The reason names the field, if a field is wrong. */
    void onRefused(byte[] line, int status, String reason);

    /** Lines have to be sent again. The next request comes when this method returns. */
    void onFailure(Failure failure) throws InterruptedException;
}
