package dev.breakwater.format.npm.signature;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * This server's own key, with which it signs what is published here: made once, and kept in a file that only the server's user may
 * read. Its id is {@code SHA256:} and the base64 of the SHA-256 of its public key's SubjectPublicKeyInfo.
 */
public final class OwnKey {
    private static final int LINE = 64;

    private final PrivateKey secret;
    private final SigningKey shown;

    private OwnKey(PrivateKey secret, byte[] spki) {
        this.secret = secret;
        this.shown = SigningKey.of(id(spki), Base64.getEncoder().encodeToString(spki), null);
    }

    /**
     * Reads the key in {@code file}, or makes one there, on the disk before this returns.
     *
     * @throws IOException if it can't be read or written, or is not such a key: then it must be restored, as signatures that were
     *     made with it could not be checked any more
     */
    public static OwnKey at(Path file) throws IOException {
        try {
            OwnKey key = read(Files.readString(file, StandardCharsets.US_ASCII));
            if (!key.shown.verifies(new byte[] {1}, key.sign(new byte[] {1}))) {
                throw new IOException("its private key and its public key are not a pair");
            }
            return key;
        } catch (NoSuchFileException e) {
            return make(file);
        } catch (GeneralSecurityException | IllegalArgumentException | IOException e) {
            throw new IOException(
                    "can't read the signing key " + file + ": " + e.getMessage() + "; restore it from a backup", e);
        }
    }

    private static OwnKey make(Path file) throws IOException {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            KeyPair pair = generator.generateKeyPair();
            byte[] spki = pair.getPublic().getEncoded();
            write(file, pem("PRIVATE KEY", pair.getPrivate().getEncoded()) + pem("PUBLIC KEY", spki));
            return new OwnKey(pair.getPrivate(), spki);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK makes keys on the curve P-256", e);
        }
    }

    private static void write(Path file, String text) throws IOException {
        Path folder = file.toAbsolutePath().getParent();
        if (folder == null) {
            throw new IOException(file + " is in no folder");
        }
        Files.createDirectories(folder);
        Path next = Files.createTempFile(folder, "signing-key", ".next", onlyOurs());
        try (FileChannel channel = FileChannel.open(next, StandardOpenOption.WRITE)) {
            ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII));
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.force(true);
        }
        Files.move(next, file, StandardCopyOption.ATOMIC_MOVE);
        try (FileChannel names = FileChannel.open(folder)) {
            names.force(true);
        }
    }

    private static FileAttribute<?>[] onlyOurs() {
        return FileSystems.getDefault().supportedFileAttributeViews().contains("posix")
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
                }
                : new FileAttribute<?>[0];
    }

    private static OwnKey read(String text) throws GeneralSecurityException {
        PrivateKey secret =
                KeyFactory.getInstance("EC").generatePrivate(new PKCS8EncodedKeySpec(der("PRIVATE KEY", text)));
        return new OwnKey(secret, der("PUBLIC KEY", text));
    }

    private static String pem(String label, byte[] der) {
        return "-----BEGIN " + label + "-----\n"
                + Base64.getMimeEncoder(LINE, new byte[] {'\n'}).encodeToString(der) + "\n-----END " + label
                + "-----\n";
    }

    private static byte[] der(String label, String pem) {
        Matcher block = Pattern.compile("-----BEGIN " + label + "-----([^-]*)-----END " + label + "-----")
                .matcher(pem);
        if (!block.find()) {
            throw new IllegalArgumentException("it has no block " + label);
        }
        return Base64.getMimeDecoder().decode(block.group(1));
    }

    private static String id(byte[] spki) {
        try {
            return "SHA256:"
                    + Base64.getEncoder()
                            .withoutPadding()
                            .encodeToString(MessageDigest.getInstance("SHA-256").digest(spki));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    /** Its id in signatures. */
    public String id() {
        return shown.id();
    }

    /** Its public part. */
    public SigningKey shown() {
        return shown;
    }

    /** The signature of {@code message}, which {@link RegistrySignature#message} makes: DER in base64. */
    public String sign(String message) {
        return sign(message.getBytes(StandardCharsets.UTF_8));
    }

    private String sign(byte[] message) {
        try {
            Signature signature = Signature.getInstance("SHA256withECDSA");
            signature.initSign(secret);
            signature.update(message);
            return Base64.getEncoder().encodeToString(signature.sign());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("signing with the server's own key failed", e);
        }
    }
}
