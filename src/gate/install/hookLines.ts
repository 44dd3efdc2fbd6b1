/** Hooks that ask the gate: before a push leaves, and before a server takes one in. */
export type HookName = "pre-push" | "pre-receive";

/** Where a hook that was there before stands, when it could not take our lines in. */
export function hookBefore(name: string): string {
  return `${name}.before-release-halt`;
}

/**
 * The lines of a sh hook that ask the gate. What git says on standard input is read once and given to the gate and to
 * what follows. The gate of the work tree is asked; where the commit that is checked out has none, the copy beside git's
 * own files. Without any, nobody can tell whether a halt is active, so the push is refused.
 */
export function hookLines(name: HookName): readonly string[] {
  return [
    "release_halt_input=$(cat)",
    "release_halt_gate=.release-halt/gate.sh",
    'if [ ! -f "$release_halt_gate" ]; then',
    "  release_halt_gate=$(git rev-parse --git-common-dir)/release-halt/gate.sh",
    "fi",
    'if [ ! -f "$release_halt_gate" ]; then',
    `  echo "release-halt: the release gate is missing here (.release-halt/gate.sh), so nobody can tell whether a release is halted. ${missing[name]}" >&2`,
    "  exit 1",
    "fi",
    'if [ -n "$release_halt_input" ]; then',
    `  printf '%s\\n' "$release_halt_input" | sh "$release_halt_gate" ${name} "$@" || exit 1`,
    "  exec <<RELEASE_HALT_INPUT",
    "$release_halt_input",
    "RELEASE_HALT_INPUT",
    "else",
    "  exec </dev/null",
    "fi",
  ];
}

/** The lines that run the hook that was there before, as git would: only where it may be run. */
export function chainLines(name: string): readonly string[] {
  return [
    `release_halt_before=$(dirname "$0")/${hookBefore(name)}`,
    'if [ -x "$release_halt_before" ]; then',
    '  exec "$release_halt_before" "$@"',
    "fi",
  ];
}

const missing: Readonly<Record<HookName, string>> = {
  "pre-push": 'Run \\"release-halt install\\"; to push all the same: git push --no-verify',
  "pre-receive": "Ask whoever runs this server.",
};
