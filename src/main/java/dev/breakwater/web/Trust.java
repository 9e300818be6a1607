package dev.breakwater.web;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;

/**
 * The trusted certificates for outgoing TLS: the JDK's certificate authorities, the system's bundle and the operator's own
 * file, because companies that inspect TLS add theirs to one of the latter.
 */
record Trust(SSLContext context, X509TrustManager manager) {
    private static final List<Path> SYSTEM_BUNDLES = List.of(
            Path.of("/etc/ssl/certs/ca-certificates.crt"),
            Path.of("/etc/pki/tls/certs/ca-bundle.crt"),
            Path.of("/etc/ssl/ca-bundle.pem"),
            Path.of("/etc/ssl/cert.pem"));

    /**
     * The authorities that this machine trusts. They are read once and kept: reading them takes as long as the rest of a start.
     *
     * @param bundle the system's bundle; null if there is none
     * @param modified when it was modified: another one is read anew
     */
    private record Authorities(
            @Nullable Path bundle, @Nullable FileTime modified, List<Certificate> certificates) {}

    private static final AtomicReference<@Nullable Authorities> KNOWN = new AtomicReference<>();

    /**
     * Reads all certificates.
     *
     * @throws IOException if {@code caFile} cannot be read or holds no certificate
     */
    static Trust load(@Nullable Path caFile) throws IOException {
        try {
            KeyStore all = KeyStore.getInstance(KeyStore.getDefaultType());
            all.load(null, null);
            add(all, "authority-", authorities());
            if (caFile != null && !SYSTEM_BUNDLES.contains(caFile)) {
                List<Certificate> own = read(caFile);
                if (own.isEmpty()) {
                    throw new IOException("tls.ca-file " + caFile + " contains no certificate: it must be a PEM file");
                }
                add(all, "own-", own);
            }
            TrustManagerFactory factory = factory(all);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, new TrustManager[] {manager(factory)}, null);
            return new Trust(context, manager(factory));
        } catch (GeneralSecurityException e) {
            throw new IOException("can't set up TLS: " + e.getMessage(), e);
        }
    }

    private static List<Certificate> authorities() throws IOException, GeneralSecurityException {
        Path bundle =
                SYSTEM_BUNDLES.stream().filter(Files::isReadable).findFirst().orElse(null);
        FileTime modified = bundle == null ? null : Files.getLastModifiedTime(bundle);
        Authorities known = KNOWN.get();
        if (known != null && Objects.equals(known.bundle(), bundle) && Objects.equals(known.modified(), modified)) {
            return known.certificates();
        }
        List<Certificate> all = new ArrayList<>(List.of(manager(factory(null)).getAcceptedIssuers()));
        if (bundle != null) {
            all.addAll(read(bundle));
        }
        KNOWN.set(new Authorities(bundle, modified, List.copyOf(all)));
        return all;
    }

    private static void add(KeyStore all, String prefix, List<Certificate> certificates)
            throws GeneralSecurityException {
        int n = 0;
        for (Certificate certificate : certificates) {
            all.setCertificateEntry(prefix + n++, certificate);
        }
    }

    /** From memory: the factory reads a stream byte by byte. */
    private static List<Certificate> read(Path pem) throws IOException, GeneralSecurityException {
        InputStream bytes = new ByteArrayInputStream(Files.readAllBytes(pem));
        return List.copyOf(CertificateFactory.getInstance("X.509").generateCertificates(bytes));
    }

    /** The system's certificate authorities and those of {@code caFile}, as one PEM text for other programs. */
    static String pem(Path caFile) throws IOException {
        StringBuilder all = new StringBuilder();
        for (Path bundle : SYSTEM_BUNDLES) {
            if (Files.isReadable(bundle)) {
                all.append(Files.readString(bundle)).append('\n');
                break;
            }
        }
        return all.append(Files.readString(caFile)).toString();
    }

    private static TrustManagerFactory factory(@Nullable KeyStore store) throws GeneralSecurityException {
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(store);
        return factory;
    }

    private static X509TrustManager manager(TrustManagerFactory factory) throws GeneralSecurityException {
        for (TrustManager manager : factory.getTrustManagers()) {
            if (manager instanceof X509TrustManager x509) {
                return x509;
            }
        }
        throw new GeneralSecurityException("no X.509 trust manager in this JDK");
    }
}
