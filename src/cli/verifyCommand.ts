import { shortCommit } from "../assess/targetWords";
import { otherMachineWords } from "../assess/environmentWords";
import { verdictOf, verificationWords } from "../assess/verificationVerdict";
import { captureMachine } from "../capture/environment/captureEnvironment";
import { captureContext } from "../capture/git/captureContext";
import { findHalt, haltOf } from "../gate/namedHalt";
import { applyIntents } from "../halt/applyIntent";
import { verificationIntents, verificationRecord } from "../prove/verificationRecord";
import { verify as verifyPlan, type VerificationPlan, type VerifyEvent } from "../prove/verify";
import { planFor } from "../prove/verifyHalt";
import { readHaltFile } from "../system/haltStore";
import { sweepWorktrees } from "../system/scratchWorktrees";
import { updateFile } from "../system/updateFile";
import {
  countOf,
  done,
  folderOf,
  listOf,
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
import { untilStopped } from "./untilStopped";
import { outcomeWords } from "./outcomeWords";
import { git, placeOf } from "./place";

const defaultRuns = 5;
const defaultBudgetSeconds = 300;
const defaultTimeoutSeconds = 120;

/**
 * `verify`: runs the command that shows the bug again and again at target and base, each in a clean worktree, and adds what
 * came of it to the halt.
 */
export async function verify(flags: Flags, [name = "", ...revs]: readonly string[]): Promise<number> {
  const { path } = done(await findHalt(git, folderOf(flags), name));
  const { top } = await placeOf(flags, path);
  if (top === undefined)
    throw new WrongUse("The halt belongs to no repository here: name the one to verify in with --repo.");
  if (revs.length > 0 && flags["at"] === undefined)
    throw new WrongUse(`What is "${revs[0] ?? ""}"? Commits follow --at.`);
  const { halt } = done(haltOf(path, done(await readHaltFile(path)).text));
  const setup = text(flags, "setup") ?? halt.reproduction.setup;
  const others = [...listOf(flags, "at"), ...revs].map((ref) => ({ ref }));
  const asked = {
    deciding: decidingOf(flags, halt),
    ...(setup !== undefined && setup.trim() !== "" && { setup }),
    runs: countOf(flags, "runs") ?? defaultRuns,
    budgetMs: (secondsOf(flags, "budget", 1) ?? defaultBudgetSeconds) * 1000,
    timeoutMs: (secondsOf(flags, "timeout", 1) ?? defaultTimeoutSeconds) * 1000,
    parallel: countOf(flags, "parallel") ?? 1,
  };
  const { plan } = done(await planFor(git, top, halt, asked, others));
  await sweepWorktrees(git, top);
  say(await preview(plan));
  const { kind, result } = await untilStopped(async (signal) =>
    verifyPlan(plan, { git, top, signal, onEvent: tellRun }),
  );
  if (kind === "cancelled") {
    say(["Stopped. Nothing was written, and the worktrees are gone."]);
    return 130;
  }
  const { by } = await captureContext(git, top);
  // What there is nothing to compare with is not asked.
  const machine = halt.reproduction.environment && (await captureMachine(halt, { top }));
  const context = { now: now(), ...optional("by", by), ...optional("machine", machine) };
  const { verification, redactions } = await verificationRecord(plan, result, context);
  if (flags["dry-run"] !== true) {
    const add = (before: string) =>
      applyIntents(before, verificationIntents(done(haltOf(path, before)).halt, verification, redactions));
    done(await updateFile(path, add));
  }
  const verdict = verdictOf(verification.commits);
  const figures = result.commits.map(({ runs, failures, unusable, interval }, index) => ({
    ref: verification.commits[index]?.ref ?? "",
    commit: verification.commits[index]?.commit ?? "",
    ...(verification.commits[index]?.uncommitted === true && { uncommitted: true }),
    ...{ runs, failures, unusable, interval },
  }));
  const { pValue, outOfTime } = result;
  print(flags, { path, commits: figures, pValue, verdict, outOfTime, redactions }, [
    verificationWords(verification),
    ...otherMachineWords(halt, verification),
    ...(outOfTime ? ["The time was up before all runs were made; --budget gives it more."] : []),
    ...result.commits.flatMap(({ ref, remarks }) => remarks.map((remark) => `${ref}: ${remark}`)),
  ]);
  return verdict === "cannot-tell" ? 3 : 0;
}

/** What will run and where; a pipeline's log is read by many, so no secret of a command is in it. */
async function preview({ commits, deciding, setup, runs }: VerificationPlan): Promise<readonly string[]> {
  const { folder = "." } = deciding;
  const { redactAll } = await import("../capture/redaction/redact");
  const [command = "", setupShown = ""] = (await redactAll([deciding.command, setup ?? ""])).map(
    ({ text: shown }) => shown,
  );
  return [
    ...(setup === undefined ? [] : [`Once in each worktree: ${setupShown}`]),
    `Up to ${runs} times in each${folder === "." ? "" : `, in ${folder}`}: ${command}`,
    ...commits.map(({ ref, commit, uncommittedOf }) =>
      uncommittedOf === undefined
        ? `  at ${ref} (${shortCommit(commit)})`
        : `  at ${ref} (${shortCommit(uncommittedOf)} with your uncommitted changes)`,
    ),
    ...commits.flatMap(({ leftOut = [] }) => leftOut.map((sentence) => `  ${sentence}`)),
  ];
}

function tellRun(event: VerifyEvent): void {
  const { ref } = event.commit;
  switch (event.kind) {
    case "checkout":
      say([`${ref}: checking out…`]);
      return;
    case "setup":
      say([`${ref}: setting up…`]);
      return;
    case "run":
      say([
        `${ref}, run ${event.number}: ${outcomeWords(event.run.outcome)} (${seconds(event.run.durationMs)})`,
      ]);
      return;
    default:
      event satisfies never;
  }
}

function seconds(durationMs: number): string {
  return `${(durationMs / 1000).toFixed(1)} s`;
}
