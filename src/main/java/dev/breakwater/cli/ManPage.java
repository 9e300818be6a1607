package dev.breakwater.cli;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/**
 * The man page of a command line, made from the same definitions as {@code --help}, in the man macros of roff, which every
 * {@code man} understands (groff_man(7)).
 */
final class ManPage {
    private static final String EXAMPLE = "Example:";

    private final CommandLine root;
    private final StringBuilder page = new StringBuilder();

    /** The page of {@code root} and all commands below it. */
    ManPage(CommandLine root) {
        this.root = root;
    }

    /** The whole page. */
    String text() {
        CommandSpec spec = root.getCommandSpec();
        String name = spec.name();
        String what = String.join(" ", spec.usageMessage().description());
        line(".TH \"" + name.toUpperCase(java.util.Locale.ROOT) + "\" 1 \"\" \"\" \"Breakwater\"");
        section("NAME");
        line(escaped(name) + " \\- " + escaped(what));
        section("SYNOPSIS");
        line(".B " + escaped(name));
        line("\\fICOMMAND\\fR [\\fIOPTION\\fR]... [\\fIARGUMENT\\fR]...");
        section("COMMANDS");
        commands(root).forEach(this::command);
        section("EXAMPLES");
        examples(spec);
        section("EXIT STATUS");
        exits();
        section("FILES");
        item(
                "./breakwater.yaml, /etc/breakwater/breakwater.yaml",
                "The configuration, unless --config names another file.");
        section("ENVIRONMENT");
        item("BREAKWATER_CONFIG", "The configuration file.");
        item(
                "BREAKWATER_LISTEN, BREAKWATER_DATA_DIR, ...",
                "Any configuration key; see print-config --help for the form.");
        item("BREAKWATER_TOKEN", "The token, for commands that call a running server.");
        item("NO_COLOR", "Disables colours.");
        return page.toString();
    }

    private static Stream<CommandLine> commands(CommandLine of) {
        return of.getSubcommands().values().stream().filter(each -> !(each.getCommand() instanceof HelpCommand));
    }

    private void command(CommandLine command) {
        if (!command.getSubcommands().isEmpty()) {
            commands(command).forEach(this::command);
            return;
        }
        CommandSpec spec = command.getCommandSpec();
        String name = spec.qualifiedName().substring(root.getCommandName().length() + 1);
        line(".SS " + quoted(name + synopsis(spec)));
        for (String sentence : spec.usageMessage().description()) {
            line(escaped(sentence));
        }
        spec.positionalParameters().forEach(this::parameter);
        spec.options().stream().filter(option -> !option.usageHelp()).forEach(this::option);
        line(".PP");
        examples(spec);
    }

    private static String synopsis(CommandSpec spec) {
        boolean options = spec.options().stream().anyMatch(option -> !option.usageHelp());
        String parameters = spec.positionalParameters().stream()
                .map(each -> {
                    String many = each.arity().max() > 1 ? "..." : "";
                    return each.arity().min() == 0
                            ? " [" + each.paramLabel() + many + "]"
                            : " " + each.paramLabel() + many;
                })
                .collect(Collectors.joining());
        return (options ? " [OPTION]..." : "") + parameters;
    }

    private void parameter(PositionalParamSpec parameter) {
        item(parameter.paramLabel(), sentence(parameter));
    }

    private void option(OptionSpec option) {
        String value = option.arity().max() == 0 ? "" : " " + option.paramLabel();
        item(String.join(", ", option.names()) + value, sentence(option));
    }

    private static String sentence(ArgSpec argument) {
        return String.join(" ", argument.description());
    }

    private void examples(CommandSpec spec) {
        List<String> footer = Arrays.stream(spec.usageMessage().footer())
                .dropWhile(line -> !line.equals(EXAMPLE))
                .skip(1)
                .takeWhile(line -> line.startsWith(" "))
                .toList();
        if (!footer.isEmpty()) {
            line(".EX");
            footer.forEach(example -> line(escaped(example)));
            line(".EE");
        }
    }

    private void exits() {
        item("0", "Success.");
        item("1", "Check failed, for example a bad mirror.");
        item("2", "Usage error.");
        item("3", "Error.");
        item("10, 11, 12", "Only from status: degraded, new modules fail, outage.");
    }

    private void section(String title) {
        line(".SH " + title);
    }

    private void item(String term, String text) {
        line(".TP");
        line(".B " + quoted(term));
        line(escaped(text));
    }

    private void line(String line) {
        page.append(line).append('\n');
    }

    /** As one argument of a macro. */
    private static String quoted(String text) {
        return '"' + escaped(text).replace("\"", "\\(dq") + '"';
    }

    /** As plain text: nothing in it is a request, an escape or a typographic dash. */
    private static String escaped(String text) {
        String plain = text.replace("\\", "\\e")
                .replace("-", "\\-")
                .replace("'", "\\(aq")
                .replace("…", "...");
        return plain.startsWith(".") ? "\\&" + plain : plain;
    }
}
