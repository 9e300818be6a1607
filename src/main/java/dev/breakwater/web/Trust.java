package dev.breakwater.web;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.List;
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
     * Reads all certificates.
     *
     * @throws IOException if {@code caFile} cannot be read or holds no certificate
     */
    static Trust load(@Nullable Path caFile) throws IOException {
        try {
            KeyStore all = KeyStore.getInstance(KeyStore.getDefaultType());
            all.load(null, null);
            TrustManagerFactory jdk = factory(null);
            int n = 0;
            for (var issuer : manager(jdk).getAcceptedIssuers()) {
                all.setCertificateEntry("jdk-" + n++, issuer);
            }
            for (Path bundle : SYSTEM_BUNDLES) {
                if (Files.isReadable(bundle)) {
                    n = add(all, bundle, n);
                    break;
                }
            }
            if (caFile != null && !SYSTEM_BUNDLES.contains(caFile)) {
                int before = n;
                n = add(all, caFile, n);
                if (n == before) {
                    throw new IOException("tls.ca-file " + caFile + " contains no certificate: it must be a PEM file");
                }
            }
            TrustManagerFactory factory = factory(all);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, new TrustManager[] {manager(factory)}, null);
            return new Trust(context, manager(factory));
        } catch (GeneralSecurityException e) {
            throw new IOException("can't set up TLS: " + e.getMessage(), e);
        }
    }

    private static int add(KeyStore all, Path pem, int from) throws IOException, GeneralSecurityException {
        int n = from;
        try (InputStream in = Files.newInputStream(pem)) {
            for (Certificate certificate :
                    CertificateFactory.getInstance("X.509").generateCertificates(in)) {
                all.setCertificateEntry(pem.getFileName() + "-" + n++, certificate);
            }
        }
        return n;
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
