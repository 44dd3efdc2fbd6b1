import { confidenceWords, foundByWords, pullRequestWords } from "../assess/changeWords";
import { searchEndWords } from "../assess/searchWords";
import { baseWords, shortCommit } from "../assess/targetWords";
import { spokenVerification } from "../assess/verifications";
import { captureContext } from "../capture/git/captureContext";
import { findHalt, haltOf } from "../gate/namedHalt";
import { applyIntents } from "../halt/applyIntent";
import type { Halt } from "../halt/schema/halt";
import { changeDetails, type ChangeDetails } from "../prove/changeDetails";
import { changeIntents, changeRecord } from "../prove/changeRecord";
import { findChange, type ChangeEvent, type ChangeFound, type ChangeSearch } from "../prove/findChange";
import { targetCommitOf } from "../prove/planVerification";
import { readHaltFile } from "../system/haltStore";
import { sweepWorktrees } from "../system/scratchWorktrees";
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
  const search = await searchOf(flags, top, halt);
  const base = baseWords(halt) ?? shortCommit(search.ends.base);
  await sweepWorktrees(git, top);
  say(await preview(search, base));
  const found = await untilStopped(async (signal) =>
    findChange(search, { git, top, signal, onEvent: tellEvent }),
  );
  const { result, confidence = null, runs } = found;
  if (result.kind !== "found") {
    const left = "commits" in result ? result.commits : [];
    const why = searchEndWords(found, base);
    print(flags, { change: null, confidence, runs, why: result.kind, left, words: why }, [
      why,
      ...(await listed(top, search, left)),
      ...found.remarks,
    ]);
    return result.kind === "cancelled" ? 130 : 3;
  }
  const { details } = done(await changeDetails({ git, top }, result.commit, search.ends.target));
  if (flags["dry-run"] !== true) await write(path, top, search, found, details);
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

async function searchOf(flags: Flags, top: string, halt: Halt): Promise<ChangeSearch> {
  const target = await targetCommitOf(git, top, halt);
  if (target === undefined) throw new WrongUse("There is no commit yet, and the halt names none.");
  if (halt.base === undefined)
    throw new WrongUse("The halt has no base: name what the release is compared with first.");
  const setup = text(flags, "setup") ?? halt.reproduction.setup;
  return {
    ends: { target, base: halt.base.commit, firstParent: flags["first-parent"] === true },
    deciding: decidingOf(flags, halt),
    ...(setup !== undefined && setup.trim() !== "" && { setup }),
    runs: countOf(flags, "runs") ?? 1,
    isIntermittent: flags["intermittent"] === true || wasIntermittent(halt),
    budgetMs: (secondsOf(flags, "budget", 1) ?? defaultBudgetSeconds) * 1000,
    timeoutMs: (secondsOf(flags, "timeout", 1) ?? defaultTimeoutSeconds) * 1000,
  };
}

/** Runs at the target ended both ways when it was verified. */
function wasIntermittent(halt: Halt): boolean {
  const target = spokenVerification(halt)?.commits.find(({ role }) => role === "target");
  return target !== undefined && target.failures > 0 && target.failures < target.runs;
}

async function write(
  path: string,
  top: string,
  search: ChangeSearch,
  found: ChangeFound,
  details: ChangeDetails,
): Promise<void> {
  const { by } = await captureContext(git, top);
  const context = { now: now(), ...optional("by", by) };
  const record = await changeRecord(search, found, details, context);
  const change = (before: string) => {
    const { halt } = done(haltOf(path, before));
    return applyIntents(before, changeIntents(halt, details, record.found, record.redactions));
  };
  done(await updateFile(path, change));
}

/** What will run and where; a pipeline's log is read by many, so no secret of a command is in it. */
async function preview({ ends, deciding, setup, runs }: ChangeSearch, base: string): Promise<string[]> {
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
  ];
}

/** The commits that are left, with their subjects. */
async function listed(top: string, { ends }: ChangeSearch, left: readonly string[]): Promise<string[]> {
  const lines: string[] = [];
  for (const commit of left.slice(0, shownCommits)) {
    const described = await changeDetails({ git, top }, commit, ends.target);
    lines.push(`  ${shortCommit(commit)} ${described.ok ? described.details.subject : ""}`);
  }
  return left.length > shownCommits ? [...lines, `  and ${left.length - shownCommits} more`] : lines;
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
