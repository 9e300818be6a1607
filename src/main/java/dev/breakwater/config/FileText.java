package dev.breakwater.config;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** The text of a configuration file. */
final class FileText {
    private static final int LARGEST = 1 << 20;

    private FileText() {}

    /**
     * Reads it.
     *
     * @throws ConfigException if it does not exist, is too large, or is not UTF-8
     */
    static String read(Path file, Reading reading) throws ConfigException {
        String name = file.toString();
        try {
            if (Files.isDirectory(file)) {
                throw reading.stop(new Mistake(name, "is a folder", "name the file in it"));
            }
            byte[] bytes;
            try (InputStream in = Files.newInputStream(file)) {
                bytes = in.readNBytes(LARGEST + 1);
            }
            if (bytes.length > LARGEST) {
                throw reading.stop(new Mistake(name, "has more than 1 MiB", "name a configuration file"));
            }
            return text(name, bytes, reading);
        } catch (NoSuchFileException e) {
            throw reading.stop(new Mistake(name, "does not exist", "create it, or correct the path"));
        } catch (IOException e) {
            throw reading.stop(new Mistake(name, "can't be read", "allow this user to read it"));
        }
    }

    private static String text(String name, byte[] bytes, Reading reading) throws ConfigException {
        ByteBuffer in = ByteBuffer.wrap(bytes);
        try {
            String text = StandardCharsets.UTF_8.newDecoder().decode(in).toString();
            return text.startsWith("\ufeff") ? text.substring(1) : text;
        } catch (CharacterCodingException e) {
            int line = 1;
            for (int i = 0; i < in.position(); i++) {
                line += bytes[i] == '\n' ? 1 : 0;
            }
            throw reading.stop(new Mistake(name + ":" + line, "is not UTF-8 text", "save the file as UTF-8"));
        }
    }
}
