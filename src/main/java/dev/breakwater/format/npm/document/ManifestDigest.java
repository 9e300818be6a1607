package dev.breakwater.format.npm.document;

import java.security.SecureRandom;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * Digests of JSON values, to compare what several registries say: the order of an object's members does not count. SipHash-2-4
 * (Aumasson and Bernstein, 2012) with a key of this process, so no registry can send two values with one digest on purpose. They
 * mean nothing to another process.
 */
final class ManifestDigest {
    private static final long KEY0 = new SecureRandom().nextLong();
    private static final long KEY1 = new SecureRandom().nextLong();

    private long v0;
    private long v1;
    private long v2;
    private long v3;

    /** The digest of the value at which {@code json} stands; leaves it at the value's last token. */
    long of(JsonParser json) {
        return switch (json.currentToken()) {
            case START_OBJECT -> {
                long sum = 'o';
                while (json.nextToken() != JsonToken.END_OBJECT) {
                    sum += member(json);
                }
                yield sum;
            }
            case START_ARRAY -> {
                long all = 'a';
                while (json.nextToken() != JsonToken.END_ARRAY) {
                    all = pair(all, of(json));
                }
                yield all;
            }
            case VALUE_STRING -> text('s', json.getString());
            default -> text('v', json.getString());
        };
    }

    /** The digest of the member at whose name {@code json} stands; those of an object's members are added up. */
    long member(JsonParser json) {
        long name = text('n', json.currentName());
        json.nextToken();
        return pair(name, of(json));
    }

    private long text(char kind, String text) {
        start();
        word(kind);
        int length = text.length();
        for (int i = 0; i < length; i += 4) {
            long four = 0;
            for (int j = i; j < Math.min(i + 4, length); j++) {
                four = four << 16 | text.charAt(j);
            }
            word(four);
        }
        word(length);
        return finish();
    }

    private long pair(long one, long other) {
        start();
        word('p');
        word(one);
        word(other);
        return finish();
    }

    private void start() {
        v0 = KEY0 ^ 0x736f6d6570736575L;
        v1 = KEY1 ^ 0x646f72616e646f6dL;
        v2 = KEY0 ^ 0x6c7967656e657261L;
        v3 = KEY1 ^ 0x7465646279746573L;
    }

    private void word(long m) {
        v3 ^= m;
        round();
        round();
        v0 ^= m;
    }

    private long finish() {
        v2 ^= 0xff;
        for (int i = 0; i < 4; i++) {
            round();
        }
        return v0 ^ v1 ^ v2 ^ v3;
    }

    private void round() {
        v0 += v1;
        v1 = Long.rotateLeft(v1, 13) ^ v0;
        v0 = Long.rotateLeft(v0, 32);
        v2 += v3;
        v3 = Long.rotateLeft(v3, 16) ^ v2;
        v0 += v3;
        v3 = Long.rotateLeft(v3, 21) ^ v0;
        v2 += v1;
        v1 = Long.rotateLeft(v1, 17) ^ v2;
        v2 = Long.rotateLeft(v2, 32);
    }
}
