import { confidenceWords, foundByWords, pullRequestWords } from "../assess/changeWords";
import { searchEndWords } from "../assess/searchWords";
import { baseWords, shortCommit } from "../assess/targetWords";
import { wasIntermittent } from "../assess/verifications";
import { captureContext } from "../capture/git/captureContext";
import type { Halt } from "../halt/schema/halt";
import { changeIntents } from "../prove/changeRecord";
import type { ChangeEvent, ChangeSearch } from "../prove/findChange";
import { describeCommits, planSearch, searchHalt, type PlannedSearch } from "../prove/searchHalt";
import { countOf, done, now, optional, print, say, secondsOf, type Flags } from "./command";
import { shownCommands, toRunOf } from "./decidingCommand";
import { changeHalt, haltToRun } from "./haltToRun";
import { outcomeWords } from "./outcomeWords";
import { git } from "./place";
import { untilStopped } from "./untilStopped";

const defaultBudgetSeconds = 1800;
const defaultTimeoutSeconds = 120;
const shownCommits = 20;

/** `bisect`: looks for the change between base and target that brought the bug, and names it in the halt. */
export async function bisect(flags: Flags, [name = ""]: readonly string[]): Promise<number> {
  const { path, top, halt } = await haltToRun(flags, name, "search in");
  const planned = await plannedSearch(flags, top, halt);
  const { search } = planned;
  const base = baseWords(halt) ?? shortCommit(search.ends.base);
  say(await preview(planned, base));
  const { by } = await captureContext(git, top);
  const context = { git, top, now, onEvent: tellEvent, ...optional("by", by) };
  const { found, change: named } = await untilStopped(async (signal) =>
    searchHalt(search, { ...context, signal }),
  );
  const { result, confidence = null, runs } = found;
  if (named === undefined) {
    const left = "commits" in result ? result.commits : [];
    const why = searchEndWords(found, base, hints);
    print(flags, { change: null, confidence, runs, why: result.kind, left, words: why }, [
      why,
      ...(await listed(top, search, left)),
      ...found.remarks,
    ]);
    return result.kind === "cancelled" ? 130 : 3;
  }
  const { details, record, redactions } = named;
  await changeHalt(flags, path, (before) => changeIntents(before, details, record, redactions));
  const { commit, subject, pullRequest, files, fileCount } = details;
  const change = { commit, subject, pullRequest, files };
  const { how, commits, unusable } = found;
  print(flags, { path, change, confidence, runs, how, commits, unusable, goneInBase: true }, [
    `${shortCommit(commit)} ${subject}`,
    ...(pullRequest === null ? [] : [`It came in by ${pullRequestWords({ pullRequest })}.`]),
    `It was ${foundByWords({ how, commits, runs, confidence: confidence ?? 0 })}.`,
    `A rollback to ${base} removes the change.`,
    ...files.slice(0, shownCommits).map((file) => `  ${file}`),
    ...(fileCount > shownCommits ? [`  and ${fileCount - shownCommits} more files`] : []),
    ...found.remarks,
    ...(halt.cause.commit !== undefined && halt.cause.commit !== commit
      ? [`Before, the halt named ${shortCommit(halt.cause.commit)}.`]
      : []),
  ]);
  return 0;
}

const hints = {
  outOfTime: "--budget gives it more.",
  cancelled: "Nothing was written.",
  notAtTarget: "If it shows seldom, --intermittent runs it more often.",
} as const;

async function plannedSearch(flags: Flags, top: string, halt: Halt): Promise<PlannedSearch> {
  const plan = await planSearch(git, top, halt, {
    firstParent: flags["first-parent"] === true,
    ...toRunOf(flags, halt),
    runs: countOf(flags, "runs") ?? 1,
    isIntermittent: flags["intermittent"] === true || wasIntermittent(halt),
    budgetMs: (secondsOf(flags, "budget", 1) ?? defaultBudgetSeconds) * 1000,
    timeoutMs: (secondsOf(flags, "timeout", 1) ?? defaultTimeoutSeconds) * 1000,
  });
  return done(plan).planned;
}

/** What will run and where. */
async function preview({ search, leavesOutChanges }: PlannedSearch, base: string): Promise<string[]> {
  const { ends, deciding, runs } = search;
  const { folder = "." } = deciding;
  const { command, setup } = await shownCommands(search);
  const times = runs === 1 ? "" : `up to ${runs} times `;
  return [
    ...(setup === undefined ? [] : [`At each commit first: ${setup}`]),
    `At one commit after another ${times}in a worktree${folder === "." ? "" : `, in ${folder}`}: ${command}`,
    `  from ${base} (${shortCommit(ends.base)}) to ${shortCommit(ends.target)}`,
    ...(leavesOutChanges ? ["  without the changes that are not committed"] : []),
  ];
}

/** The commits that are left, with their subjects. */
async function listed(top: string, search: ChangeSearch, left: readonly string[]): Promise<string[]> {
  const described = await describeCommits(git, top, search, left);
  const lines = described.map(({ commit, subject }) => `  ${shortCommit(commit)} ${subject}`);
  return left.length > lines.length ? [...lines, `  and ${left.length - lines.length} more`] : lines;
}

function tellEvent(event: ChangeEvent): void {
  const commit = shortCommit(event.commit);
  switch (event.kind) {
    case "move":
      return;
    case "run":
      say([`  ${commit}: ${outcomeWords(event.outcome)}`]);
      return;
    case "progress": {
      const { left, steps, confidence } = event;
      const sure = confidence === undefined ? "" : `, ${confidenceWords(confidence)}`;
      say([`${left} left, about ${steps} more ${steps === 1 ? "step" : "steps"}${sure}`]);
      return;
    }
    default:
      event satisfies never;
  }
}
