import type { RecordedRun } from "./recording";

const movesOn = "changes the folder, and each step knows its own";
const looks = "only looks";
const clears = "only clears the screen";
const ends = "ends the terminal";

const reasons: Readonly<Record<string, string>> = {
  ...{ cd: movesOn, pushd: movesOn, popd: movesOn, chdir: movesOn, "set-location": movesOn },
  ...{ ls: looks, ll: looks, la: looks, l: looks, dir: looks, tree: looks, pwd: looks, which: looks },
  ...{ "get-childitem": looks, "get-location": looks, whoami: looks, history: looks, man: looks },
  ...{ clear: clears, cls: clears, reset: clears, "clear-host": clears },
  ...{ exit: ends, logout: ends },
};

/** Subcommands of git that change nothing, however they are called. */
const gitLooks = /^git\s+(?:--no-pager\s+)?(?:status|log|diff|show|blame|reflog|shortlog|help)(?:\s|$)/;
/** What makes a command line more than its words: redirections, substitutions, what runs in the background. */
const doesMore = /[<>`\n\r]|\$\(|(?<!&)&(?!&)/;
const notFound = [127, 9009];

/**
 * Why a run is hardly a step of a reproduction; undefined where it may be one. A person decides. What looks and fails may
 * be what shows the bug, so it stays.
 */
export function dropReason(run: RecordedRun): string | undefined {
  const { command, exitCode, end, output, isFullScreen } = run;
  if (run.source.kind !== "terminal") return undefined;
  if (command === undefined)
    return exitCode === undefined && !output ? "nothing is known of it: no command, no exit code" : undefined;
  if (end === "ended" && exitCode !== undefined && notFound.includes(exitCode))
    return "the shell did not find it";
  const reason = doesMore.test(command) ? undefined : reasonOf(command);
  if (reason !== undefined)
    return exitCode === undefined || exitCode === 0 || reason === movesOn ? reason : undefined;
  return isFullScreen === true ? "a full-screen program: what was done in it is not known" : undefined;
}

/** Of several commands in one line, the reason of the first, where each has one. */
function reasonOf(command: string): string | undefined {
  const found = command.split(/&&|\|\||[;|]/).map((part) => reasonOfOne(part.trim()));
  return found.includes(undefined) ? undefined : (found.find((reason) => reason !== looks) ?? found[0]);
}

function reasonOfOne(command: string): string | undefined {
  const [name = ""] = command.toLowerCase().split(/\s/, 1);
  if (Object.hasOwn(reasons, name)) return reasons[name];
  return gitLooks.test(command) || /^git\s+branch(?:\s+-[avrl]+)*$/.test(command) ? looks : undefined;
}
