import { shortCommit } from "../assess/targetWords";
import { otherMachineWords } from "../assess/environmentWords";
import { verdictOf, verificationWords } from "../assess/verificationVerdict";
import { captureMachine } from "../capture/environment/captureEnvironment";
import { captureContext } from "../capture/git/captureContext";
import { verificationIntents, verificationRecord } from "../prove/verificationRecord";
import { verify as verifyPlan, type VerificationPlan, type VerifyEvent } from "../prove/verify";
import { planFor } from "../prove/verifyHalt";
import { sweepWorktrees } from "../system/scratchWorktrees";
import { countOf, done, listOf, now, optional, print, say, secondsOf, WrongUse, type Flags } from "./command";
import { shownCommands, toRunOf } from "./decidingCommand";
import { changeHalt, haltToRun } from "./haltToRun";
import { outcomeWords } from "./outcomeWords";
import { git } from "./place";
import { untilStopped } from "./untilStopped";

const defaultRuns = 5;
const defaultBudgetSeconds = 300;
const defaultTimeoutSeconds = 120;

/**
 * `verify`: runs the command that shows the bug again and again at target and base, each in a clean worktree, and adds what
 * came of it to the halt.
 */
export async function verify(flags: Flags, [name = "", ...revs]: readonly string[]): Promise<number> {
  const { path, top, halt } = await haltToRun(flags, name, "verify in");
  if (revs.length > 0 && flags["at"] === undefined)
    throw new WrongUse(`What is "${revs[0] ?? ""}"? Commits follow --at.`);
  const others = [...listOf(flags, "at"), ...revs].map((ref) => ({ ref }));
  const asked = {
    ...toRunOf(flags, halt),
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
    const words = "Stopped. Nothing was written.";
    say([words]);
    if (flags.json === true) print(flags, { error: words }, []);
    return 130;
  }
  const { by } = await captureContext(git, top);
  // What there is nothing to compare with is not asked.
  const machine = halt.reproduction.environment && (await captureMachine(halt, { top }));
  const context = { now: now(), ...optional("by", by), ...optional("machine", machine) };
  const { verification, redactions } = await verificationRecord(plan, result, context);
  await changeHalt(flags, path, (before) => verificationIntents(before, verification, redactions));
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

/** What will run and where. */
async function preview(plan: VerificationPlan): Promise<readonly string[]> {
  const { commits, deciding, runs } = plan;
  const { folder = "." } = deciding;
  const { command, setup } = await shownCommands(plan);
  return [
    ...(setup === undefined ? [] : [`Once in each worktree: ${setup}`]),
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
