import * as vscode from "vscode";
import { verificationWords } from "../assess/verificationVerdict";
import { instantOf } from "../halt/instant";
import type { Verification } from "../halt/schema/halt";
import { verificationIntents } from "../prove/verificationRecord";
import type { VerificationPlan } from "../prove/verify";
import { askDeciding } from "./askDeciding";
import { change, commandTarget, contextOf } from "./commandTarget";
import { withLateProgress } from "./lateProgress";
import { manageTrust, plainMessage, showNews, showProblem } from "./messages";
import type { Services } from "./services";
import { verifyLimits } from "./verifyLimits";
import { agreesTo } from "./verifyPreview";
import { VerifyTally } from "./verifyTally";

/**
 * Runs the command that shows the bug at target and base, each in a clean checkout, once the person agreed to what will run,
 * and adds what came of it to the halt.
 */
export async function verifyReproduction(services: Services, argument?: unknown): Promise<boolean> {
  const target = await commandTarget(services, argument);
  if (target === undefined) return false;
  const { top, halt } = target;
  const subject = target.uri.toString();
  if (!vscode.workspace.isTrusted) {
    showProblem(
      "This folder is in Restricted Mode: Release Halt runs commands once you trust it.",
      manageTrust,
    );
    return false;
  }
  if (top?.scheme !== "file") {
    showProblem("This halt belongs to no repository that is open here, so there is nothing to check out.");
    return false;
  }
  if (services.work.isRunning(subject)) {
    showProblem("This reproduction is being verified already: its notification shows how far it is.");
    return false;
  }
  const { by } = await contextOf(services, target);
  const toRun = await askDeciding(halt, by);
  if (toRun === undefined) return false;
  const { deciding, setup = "", confirms } = toRun;
  const { planFor } = await import("../prove/verifyHalt");
  const git = await services.git();
  const planned = await withLateProgress("Looking at what is to be checked out…", async () =>
    planFor(git, top.fsPath, halt, {
      ...verifyLimits(top),
      ...{ deciding, ...(setup.trim() !== "" && { setup }) },
    }),
  );
  if (!planned.ok) {
    showProblem(`${planned.message} Nothing was run.`);
    return false;
  }
  if (!(await agreesTo(planned.plan, confirms))) return false;
  const verified = await run(services, subject, planned.plan, { top: top.fsPath, by });
  if (verified.kind === "cancelled") {
    showNews("Stopped. Nothing was written, and the checkouts are gone.");
    return false;
  }
  const { verification, redactions } = verified;
  const current = await commandTarget(services, target.uri);
  if (current === undefined) return false;
  const intents = [
    ...toRun.marking(current.halt, verification),
    ...verificationIntents(current.halt, verification, redactions),
  ];
  if (!(await change(services, current, intents))) return false;
  services.sessions.of(target.uri)[0]?.post({ kind: "reveal", item: "reproduction" });
  showNews(resultWords(verification));
  return true;
}

async function run(
  services: Services,
  subject: string,
  plan: VerificationPlan,
  { top, by }: { readonly top: string; readonly by: string | undefined },
) {
  const { verifyHalt } = await import("../prove/verifyHalt");
  const git = await services.git();
  const title = "Verifying the reproduction";
  const options = { location: vscode.ProgressLocation.Notification, title, cancellable: true };
  const tally = new VerifyTally(plan.commits);
  const increment = 100 / (plan.runs * plan.commits.length);
  return services.work.during(subject, async (signal, stop) =>
    vscode.window.withProgress(options, async (progress, token) => {
      const listening = token.onCancellationRequested(stop);
      try {
        return await verifyHalt(plan, {
          ...{ git, top, signal, now: () => instantOf(new Date()) },
          ...(by !== undefined && { by }),
          onEvent: (event) => {
            tally.add(event);
            progress.report({
              message: plainMessage(tally.words()),
              ...(event.kind === "run" && { increment }),
            });
          },
        });
      } finally {
        listening.dispose();
      }
    }),
  );
}

function resultWords(verification: Verification): string {
  const words = verificationWords(verification);
  return verification.outOfTime === true
    ? `${words} The time was up before all runs were made; the setting releaseHalt.verify.budgetSeconds gives it more.`
    : words;
}
