import * as vscode from "vscode";
import { verificationWords } from "../assess/verificationVerdict";
import { captureMachine } from "../capture/environment/captureEnvironment";
import { toolsOfSteps } from "../capture/environment/toolsOfSteps";
import { instantOf } from "../halt/instant";
import type { Halt, Verification } from "../halt/schema/halt";
import type { OtherCommit } from "../prove/planVerification";
import { verificationIntents } from "../prove/verificationRecord";
import type { VerificationPlan } from "../prove/verify";
import { askDeciding, type ToRun } from "./askDeciding";
import { change, commandTarget, contextOf, type CommandTarget } from "./commandTarget";
import { withLateProgress } from "./lateProgress";
import { showNews, showProblem } from "./messages";
import { pickOtherCommits } from "./pickOtherCommits";
import { placeToRun } from "./placeToRun";
import type { Services } from "./services";
import { verifyLimits } from "./verifyLimits";
import { agreesTo } from "./verifyPreview";
import { VerifyTally } from "./verifyTally";
import { withWorkProgress } from "./workProgress";

/**
 * Runs the command that shows the bug at target and base, and at other commits that the person picks, each in a clean
 * checkout, once they agreed to what will run, and adds what came of it to the halt.
 */
export async function verifyReproduction(services: Services, argument?: unknown): Promise<boolean> {
  const target = await commandTarget(services, argument);
  const top = target && placeToRun(services, target);
  if (target === undefined || top === undefined) return false;
  const { by } = await contextOf(services, target);
  const toRun = await askDeciding(target.halt, by, "Verify Reproduction");
  if (toRun === undefined) return false;
  const plan = await agreedPlan(services, top, target.halt, toRun);
  // Meanwhile it may run already, or not be trusted any more.
  if (plan === undefined || placeToRun(services, target) === undefined) return false;
  const verified = await run(services, target, plan, { top: top.fsPath, by });
  if (verified.kind === "cancelled") {
    showNews("Stopped. Nothing was written, and the checkouts are gone.");
    return false;
  }
  const { verification, redactions } = verified;
  const current = await commandTarget(services, target.uri);
  if (current === undefined) return false;
  const intents = [
    ...toRun.marking(current.halt, verification.command),
    ...verificationIntents(current.halt, verification, redactions),
  ];
  if (!(await change(services, current, intents))) return false;
  services.sessions.of(target.uri)[0]?.post({ kind: "reveal", item: "reproduction" });
  showNews(resultWords(verification));
  return true;
}

/** What the person agreed to run, with the other commits that they picked on the way. */
async function agreedPlan(
  services: Services,
  top: vscode.Uri,
  halt: Halt,
  { deciding, setup = "", confirms }: ToRun,
): Promise<VerificationPlan | undefined> {
  const { planFor } = await import("../prove/verifyHalt");
  const git = await services.git();
  const asked = { ...verifyLimits(top), deciding, ...(setup.trim() !== "" && { setup }) };
  const compared = halt.reproduction.environment === undefined ? [] : toolsOfSteps(halt);
  const tools = compared.map(({ name }) => name);
  let others: readonly OtherCommit[] = [];
  for (;;) {
    const chosen = others;
    const planned = await withLateProgress("Looking at what is to be checked out…", async () =>
      planFor(git, top.fsPath, halt, asked, chosen),
    );
    if (!planned.ok) {
      showProblem(`${planned.message} Nothing was run.`);
      return undefined;
    }
    const agreed = await agreesTo(planned.plan, confirms, tools);
    if (agreed !== "otherCommits") return agreed === "run" ? planned.plan : undefined;
    others = (await pickOtherCommits(services, top, planned.plan.commits)) ?? others;
  }
}

async function run(
  services: Services,
  { uri, halt }: CommandTarget,
  plan: VerificationPlan,
  { top, by }: { readonly top: string; readonly by: string | undefined },
) {
  const { verifyHalt } = await import("../prove/verifyHalt");
  const git = await services.git();
  const tally = new VerifyTally(plan.commits);
  const increment = 100 / (plan.runs * plan.commits.length);
  return withWorkProgress(services, uri, "Verifying the reproduction", async (signal, report) => {
    // What there is nothing to compare with is not asked.
    const machine =
      halt.reproduction.environment &&
      (await captureMachine(halt, { top, remote: vscode.env.remoteName, signal }));
    return verifyHalt(plan, {
      ...{ git, top, signal, now: () => instantOf(new Date()) },
      ...(machine !== undefined && { machine }),
      ...(by !== undefined && { by }),
      onEvent: (event) => {
        tally.add(event);
        report(tally.words(), event.kind === "run" ? increment : undefined);
      },
    });
  });
}

function resultWords(verification: Verification): string {
  const words = verificationWords(verification);
  return verification.outOfTime === true
    ? `${words} The time was up before all runs were made; the setting releaseHalt.verify.budgetSeconds gives it more.`
    : words;
}
