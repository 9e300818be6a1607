package dev.breakwater.bench.conformance;

import static dev.breakwater.bench.conformance.UnmetCheck.unless;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import tools.jackson.databind.JsonNode;

/** Verifies a registry's signatures by the keys that it names, as {@code npm audit signatures} does. */
final class Signatures {
    private Signatures() {}

    /** Requires that each signature of each version of {@code name} is right; a version need not have one. */
    static void verify(CheckedRegistry it, String name) throws UnmetCheck, IOException, InterruptedException {
        CheckAnswer keys = it.get("-/npm/v1/keys").is(200, 400, 404);
        for (JsonNode manifest : it.document(name).path("versions")) {
            JsonNode dist = manifest.path("dist");
            String signed = name + "@" + manifest.path("version").asString("") + ":"
                    + dist.path("integrity").asString("");
            for (JsonNode signature : dist.path("signatures")) {
                unless(keys.status() == 200, "there are signatures, and no keys");
                verify(keys.json(), signature, signed);
            }
        }
    }

    private static void verify(JsonNode keys, JsonNode signature, String signed) throws UnmetCheck {
        String id = signature.path("keyid").asString("");
        for (JsonNode key : keys.path("keys")) {
            if (key.path("keyid").asString("").equals(id)) {
                unless(isRight(key, signature, signed), "a signature of " + signed + " is wrong");
                return;
            }
        }
        unless(false, "no key has the id of a signature, " + id);
    }

    private static boolean isRight(JsonNode key, JsonNode signature, String signed) {
        try {
            byte[] encoded = Base64.getDecoder().decode(key.path("key").asString(""));
            Signature check = Signature.getInstance("SHA256withECDSA");
            check.initVerify(KeyFactory.getInstance("EC").generatePublic(new X509EncodedKeySpec(encoded)));
            check.update(signed.getBytes(StandardCharsets.UTF_8));
            return check.verify(Base64.getDecoder().decode(signature.path("sig").asString("")));
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            return false;
        }
    }
}
