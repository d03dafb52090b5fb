#!/usr/bin/env bash
# Needs chromium, chromium-driver and a Japanese font (fonts-ipafont-gothic).
# Takes the pictures of docs/use/console.md: the console's browser tests, with a folder to put them in.
set -euo pipefail
cd "$(dirname "$0")/../.."
mvn -B -ntp verify -Dtest=ArchitectureTest -Dsurefire.failIfNoSpecifiedTests=false -Dit.test=ConsoleIT,ConsoleActionsIT,SendersIT,SharedLimitsIT,DiagnosisConsoleIT,ContainmentConsoleIT \
  -Dsekisho.screenshots="$PWD/docs/screenshots"
