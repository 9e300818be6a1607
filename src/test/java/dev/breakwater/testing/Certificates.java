package dev.breakwater.testing;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/**
 * Two certificates for 127.0.0.1, localhost and the names of {@link GitHost}, one in force and one that ended yesterday, of an authority made by keytool
 * once a process. (Not self-signed: the JDK does not look at the dates of a certificate that is itself trusted.)
 */
public final class Certificates {
    private static final String PASSWORD = "changeit";
    private static final String AUTHORITY = "ca.pem";
    private static final String CHAIN = "server.pem";
    private static final String KEY = "server-key.pem";
    private static final Certificates SHARED = make();

    private final SSLContext valid;
    private final SSLContext expired;
    private final Path folder;

    private Certificates(SSLContext valid, SSLContext expired, Path folder) {
        this.valid = valid;
        this.expired = expired;
        this.folder = folder;
    }

    /** The process's. */
    public static Certificates shared() {
        return SHARED;
    }

    SSLContext server(boolean outOfDate) {
        return outOfDate ? expired : valid;
    }

    /** A file for a client's trust: {@code SSL_CERT_FILE}, {@code tls.ca-file}. */
    public Path pem() {
        return folder.resolve(AUTHORITY);
    }

    /** A server's certificate for 127.0.0.1 as a file: {@code tls.cert}. */
    public Path chain() {
        return folder.resolve(CHAIN);
    }

    /** The key of {@link #chain()}: {@code tls.key}. */
    public Path key() {
        return folder.resolve(KEY);
    }

    /** A context for clients that trust the authority. */
    public SSLContext client() {
        return valid;
    }

    private static Certificates make() {
        try {
            Path folder = Files.createTempDirectory("mirror-certificates");
            Path file = folder.resolve("keys.p12");
            keytool(file, "-alias ca -startdate -60d -validity 120 -dname CN=ca.test -ext bc:c=ca:true");
            String server = " -signer ca -dname CN=mirror.test -ext san=dns:localhost,ip:127.0.0.1,"
                    + GitHost.NAMES.stream().map(name -> "dns:" + name).collect(Collectors.joining(","));
            keytool(file, "-alias valid -startdate -1d -validity 30" + server);
            keytool(file, "-alias expired -startdate -31d -validity 30" + server);
            KeyStore keys = KeyStore.getInstance("PKCS12");
            try (InputStream in = Files.newInputStream(file)) {
                keys.load(in, PASSWORD.toCharArray());
            }
            // Deleted in the opposite order.
            folder.toFile().deleteOnExit();
            write(
                    folder.resolve(AUTHORITY),
                    "CERTIFICATE",
                    keys.getCertificate("ca").getEncoded());
            write(
                    folder.resolve(CHAIN),
                    "CERTIFICATE",
                    keys.getCertificate("valid").getEncoded());
            write(
                    folder.resolve(KEY),
                    "PRIVATE KEY",
                    keys.getKey("valid", PASSWORD.toCharArray()).getEncoded());
            Files.delete(file);
            return new Certificates(context(keys, "valid"), context(keys, "expired"), folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("making certificates", e);
        }
    }

    private static void write(Path file, String what, byte[] der) throws IOException {
        String base64 = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
        Files.writeString(file, "-----BEGIN " + what + "-----\n" + base64 + "\n-----END " + what + "-----\n");
        file.toFile().deleteOnExit();
    }

    private static void keytool(Path file, String arguments) throws IOException {
        List<String> line = new ArrayList<>();
        line.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
        line.addAll(List.of("-J-XX:TieredStopAtLevel=1", "-J-XX:+UseSerialGC"));
        line.addAll(List.of("-genkeypair", "-keyalg", "EC", "-groupname", "secp256r1"));
        line.addAll(List.of("-storetype", "PKCS12", "-storepass", PASSWORD, "-keystore", file.toString()));
        line.addAll(List.of(arguments.split(" ", -1)));
        Process keytool = new ProcessBuilder(line).redirectErrorStream(true).start();
        String said = new String(keytool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (keytool.onExit().orTimeout(30, TimeUnit.SECONDS).join().exitValue() != 0) {
            throw new IOException("keytool failed: " + said);
        }
    }

    private static SSLContext context(KeyStore all, String alias) throws IOException, GeneralSecurityException {
        KeyStore own = KeyStore.getInstance("PKCS12");
        own.load(null, null);
        own.setKeyEntry(
                alias,
                all.getKey(alias, PASSWORD.toCharArray()),
                PASSWORD.toCharArray(),
                all.getCertificateChain(alias));
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        trusted.setCertificateEntry("ca", all.getCertificate("ca"));
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(own, PASSWORD.toCharArray());
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(trusted);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
        return context;
    }
}
