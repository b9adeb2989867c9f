package io.logcast.cli.send;

import io.logcast.client.spool.Spool;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads the size of a spool, such as {@code 256MB} or {@code 2GB}, in bytes. */
final class Sizes implements ITypeConverter<Long> {

    private static final Pattern FORMAT = Pattern.compile("([0-9]{1,6})([MG])B");
    private static final int MEGA = 20;
    private static final int GIGA = 30;

    @Override
    public Long convert(String value) {
        var match = FORMAT.matcher(value);
        if (match.matches()) {
            var bytes = Long.parseLong(match.group(1)) << (match.group(2).equals("M") ? MEGA : GIGA);
            if (bytes >= Spool.MIN_BYTES && bytes <= Spool.MAX_BYTES) {
                return bytes;
            }
        }
        throw new TypeConversionException("'" + value + "' is not a size from 4MB to 1024GB");
    }
}
