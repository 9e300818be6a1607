package dev.breakwater.format.go.zip;

import java.util.Arrays;
import java.util.Random;

/** Damages a zip, in the ways that parsers mind: a few bits, a header's field, a part moved, doubled or left out. */
public final class ZipDamage {
    private ZipDamage() {}

    public static byte[] damage(byte[] good, Random random) {
        byte[] zip = good.clone();
        for (int times = 1 + random.nextInt(3); times > 0 && zip.length > 8; times--) {
            zip = once(zip, random);
        }
        return zip;
    }

    private static byte[] once(byte[] zip, Random random) {
        int at = random.nextInt(zip.length);
        int length = random.nextInt(Math.min(80, zip.length - at) + 1);
        switch (random.nextInt(9)) {
            case 0 -> zip[at] ^= (byte) (1 << random.nextInt(8));
            case 1 -> zip[at] = (byte) random.nextInt(256);
            case 2 -> field(zip, random);
            case 3 -> {
                return Arrays.copyOf(zip, at);
            }
            case 4 -> {
                return splice(zip, at, at + length, new byte[0]);
            }
            case 5 -> {
                return splice(zip, at, at, Arrays.copyOfRange(zip, at, at + length));
            }
            case 6 -> {
                int from = Math.max(0, zip.length - 22);
                return splice(zip, zip.length, zip.length, Arrays.copyOfRange(zip, from, zip.length));
            }
            case 7 -> {
                byte[] some = new byte[random.nextInt(6)];
                random.nextBytes(some);
                return splice(zip, at, at, some);
            }
            default -> {
                int header = header(zip, at);
                int other = header(zip, random.nextInt(zip.length));
                byte[] part = Arrays.copyOfRange(zip, other, Math.min(zip.length, other + 30));
                System.arraycopy(part, 0, zip, header, Math.min(part.length, zip.length - header));
            }
        }
        return zip;
    }

    /** Changes one of the fields of some header, mostly to something that means something. */
    private static void field(byte[] zip, Random random) {
        int header = header(zip, random.nextInt(zip.length));
        int at = Math.min(zip.length - 1, header + 4 + random.nextInt(44));
        byte[] telling = {0, 1, 8, (byte) 0xff, 0x7f, 9, 12};
        zip[at] = telling[random.nextInt(telling.length)];
        if (random.nextBoolean() && at + 1 < zip.length) {
            zip[at + 1] = telling[random.nextInt(telling.length)];
        }
    }

    /** The last place before {@code at} where something begins; 0 where there is none. */
    private static int header(byte[] zip, int at) {
        for (int i = Math.min(at, zip.length - 2); i > 0; i--) {
            if (zip[i] == 'P' && zip[i + 1] == 'K') {
                return i;
            }
        }
        return 0;
    }

    static byte[] splice(byte[] zip, int from, int to, byte[] with) {
        byte[] out = new byte[zip.length - (to - from) + with.length];
        System.arraycopy(zip, 0, out, 0, from);
        System.arraycopy(with, 0, out, from, with.length);
        System.arraycopy(zip, to, out, from + with.length, zip.length - to);
        return out;
    }
}
