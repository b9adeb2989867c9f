package io.logcast.model.fields;

import io.logcast.model.event.LogEvent;
import io.logcast.model.wire.Timestamps;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Reads a time as loggers write it: RFC 3339, or a number since 1970, whose size shows its unit. */
public final class LooseTime {

    private static final int END_OF_DATE = "2026-01-31".length();
    private static final int NANO_DIGITS = 9;
    /** Reading a number takes time that grows with the square of its digits. Numbers in JSON cannot have more. */
    private static final int MAX_DIGITS = 400;

    private static final BigDecimal SECONDS = new BigDecimal("1e9");
    private static final BigDecimal MILLIS = new BigDecimal("1e11");
    private static final BigDecimal MICROS = new BigDecimal("1e14");
    private static final BigDecimal NANOS = new BigDecimal("1e17");
    private static final BigDecimal LATEST_NANOS = BigDecimal.valueOf(Long.MAX_VALUE);

    private LooseTime() {}

    /** Null if it is not a time, has no offset, or is out of the range of an event. */
    static @Nullable Instant text(String text) {
        try {
            var hasBlank = text.length() > END_OF_DATE && text.charAt(END_OF_DATE) == ' ';
            var time = Timestamps.parse(
                    hasBlank ? text.substring(0, END_OF_DATE) + 'T' + text.substring(END_OF_DATE + 1) : text);
            return LogEvent.canHold(time) ? time : null;
        } catch (DateTimeException e) {
            return null;
        }
    }

    /** The same for a number, given by its digits, since a double would round it. Also null if there are very many digits. */
    public static @Nullable Instant number(String digits) {
        if (digits.length() > MAX_DIGITS) {
            return null;
        }
        try {
            var number = new BigDecimal(digits);
            // Before anything is computed: an exponent may be large.
            if (number.compareTo(SECONDS) < 0 || number.compareTo(LATEST_NANOS) > 0) {
                return null;
            }
            var nanos = number.movePointRight(NANO_DIGITS - digitsOf(number));
            return nanos.compareTo(LATEST_NANOS) > 0 ? null : Instant.ofEpochSecond(0, nanos.longValue());
        } catch (NumberFormatException e) {
            return null;
        }
    }

    /** How many decimal places of a second the number's unit stands for: 0, 3, 6 or 9. */
    private static int digitsOf(BigDecimal number) {
        if (number.compareTo(MILLIS) < 0) {
            return 0;
        }
        if (number.compareTo(MICROS) < 0) {
            return 3;
        }
        return number.compareTo(NANOS) < 0 ? 6 : NANO_DIGITS;
    }
}
