// SPDX-License-Identifier: Apache-2.0
package dev.sekisho.doctor;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The files of a mail server with the advice of the doctor written into them, as an operator would. */
record Mended(String main, String master, String dovecot) {
    List<Finding> examine(SekishoSettings sekisho) {
        return Doctor.examine(new MailServerConfigs(
                source("main.cf", main),
                source("master.cf", master),
                Optional.empty(),
                source("dovecot.conf", dovecot),
                sekisho));
    }

    private static Optional<Source> source(String name, String text) {
        return text.isEmpty() ? Optional.empty() : Optional.of(new Source(name, text));
    }

    Mended with(Finding finding) {
        if (finding.place().file().equals("dovecot.conf")) {
            return new Mended(main, master, dovecot + "\n" + finding.change() + "\n");
        }
        Mended mended = this;
        for (String line : finding.change().split("\n", -1)) {
            mended = line.startsWith("-o")
                    ? new Mended(
                            mended.main, override(mended.master, finding.place().line(), line), dovecot)
                    // The last one of a name counts.
                    : new Mended(mended.main + "\n" + line + "\n", mended.master, dovecot);
        }
        return mended;
    }

    /** Puts an override behind a service's others, as a line of its own: of two the last one counts. */
    private static String override(String master, int number, String option) {
        List<String> lines = new ArrayList<>(List.of(master.split("\n", -1)));
        int end = number;
        while (end < lines.size()
                && (lines.get(end).startsWith(" ") || lines.get(end).startsWith("#"))) {
            end++;
        }
        lines.add(end, "  " + option);
        return String.join("\n", lines);
    }
}
