import { confidenceWords, foundByWords, pullRequestWords } from "../assess/changeWords";
import { searchEndWords } from "../assess/searchWords";
import { baseWords, shortCommit } from "../assess/targetWords";
import { wasIntermittent } from "../assess/verifications";
import { captureContext } from "../capture/git/captureContext";
import { findHalt, haltOf } from "../gate/namedHalt";
import { applyIntents } from "../halt/applyIntent";
import type { Halt } from "../halt/schema/halt";
import { changeIntents } from "../prove/changeRecord";
import type { ChangeEvent, ChangeSearch } from "../prove/findChange";
import { describeCommits, planSearch, searchHalt, type PlannedSearch } from "../prove/searchHalt";
import { readHaltFile } from "../system/haltStore";
import { updateFile } from "../system/updateFile";
import {
  countOf,
  done,
  folderOf,
  now,
  optional,
  print,
  say,
  secondsOf,
  text,
  WrongUse,
  type Flags,
} from "./command";
import { decidingOf } from "./decidingCommand";
import { outcomeWords } from "./outcomeWords";
import { git, placeOf } from "./place";
import { untilStopped } from "./untilStopped";

const defaultBudgetSeconds = 1800;
const defaultTimeoutSeconds = 120;
const shownCommits = 20;

/** `bisect`: looks for the change between base and target that brought the bug, and names it in the halt. */
export async function bisect(flags: Flags, [name = ""]: readonly string[]): Promise<number> {
  const { path } = done(await findHalt(git, folderOf(flags), name));
  const { top } = await placeOf(flags, path);
  if (top === undefined)
    throw new WrongUse("The halt belongs to no repository here: name the one to search in with --repo.");
  const { halt } = done(haltOf(path, done(await readHaltFile(path)).text));
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
  if (flags["dry-run"] !== true) {
    const name = (before: string) =>
      applyIntents(before, changeIntents(done(haltOf(path, before)).halt, details, record, redactions));
    done(await updateFile(path, name));
  }
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
  cancelled: "Nothing was written, and the worktree is gone.",
  notAtTarget: "If it shows seldom, --intermittent runs it more often.",
} as const;

async function plannedSearch(flags: Flags, top: string, halt: Halt): Promise<PlannedSearch> {
  const setup = text(flags, "setup") ?? halt.reproduction.setup;
  const plan = await planSearch(git, top, halt, {
    firstParent: flags["first-parent"] === true,
    deciding: decidingOf(flags, halt),
    ...(setup !== undefined && setup.trim() !== "" && { setup }),
    runs: countOf(flags, "runs") ?? 1,
    isIntermittent: flags["intermittent"] === true || wasIntermittent(halt),
    budgetMs: (secondsOf(flags, "budget", 1) ?? defaultBudgetSeconds) * 1000,
    timeoutMs: (secondsOf(flags, "timeout", 1) ?? defaultTimeoutSeconds) * 1000,
  });
  if (!plan.ok) throw new WrongUse(plan.message);
  return plan.planned;
}

/** What will run and where; a pipeline's log is read by many, so no secret of a command is in it. */
async function preview(
  { search: { ends, deciding, setup, runs }, leavesOutChanges }: PlannedSearch,
  base: string,
): Promise<string[]> {
  const { folder = "." } = deciding;
  const { redactAll } = await import("../capture/redaction/redact");
  const [command = "", setupShown = ""] = (await redactAll([deciding.command, setup ?? ""])).map(
    ({ text: shown }) => shown,
  );
  const times = runs === 1 ? "" : `up to ${runs} times `;
  return [
    ...(setup === undefined ? [] : [`At each commit first: ${setupShown}`]),
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
