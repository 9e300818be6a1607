package dev.breakwater.format.npm;

import dev.breakwater.format.npm.document.DocumentForm.FormKind;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The form of a document that a client accepts (RFC 9110 §12.5.1): the install form only if the header names its type with a
 * weight above zero that is not below that of the full form. Yarn sends no header, and reads the full form.
 */
final class AcceptedForm {
    private static final int LONGEST = 1_024;

    /** What npm sends with each install: known without being read. */
    private static final String OF_NPM = "application/vnd.npm.install-v1+json; q=1.0, application/json; q=0.8, */*";

    private AcceptedForm() {}

    /** The form for {@code accept}, the header's value. */
    static FormKind of(@Nullable String accept) {
        if (accept == null || accept.length() > LONGEST || !accept.contains("install-v1")) {
            return FormKind.FULL;
        }
        if (accept.equals(OF_NPM)) {
            return FormKind.INSTALL;
        }
        double install = 0;
        double full = 0;
        for (String range : accept.toLowerCase(Locale.ROOT).split(",", -1)) {
            String[] parts = range.split(";", -1);
            double weight = weight(parts);
            String type = parts[0].strip();
            if (type.equals(FormKind.INSTALL.type())) {
                install = weight;
            } else if (type.equals(FormKind.FULL.type())) {
                full = weight;
            }
        }
        return install > 0 && install >= full ? FormKind.INSTALL : FormKind.FULL;
    }

    private static double weight(String[] parts) {
        for (int i = 1; i < parts.length; i++) {
            String parameter = parts[i].strip();
            if (parameter.startsWith("q=")) {
                try {
                    return Double.parseDouble(parameter.substring(2));
                } catch (NumberFormatException e) {
                    return 0;
                }
            }
        }
        return 1;
    }
}
