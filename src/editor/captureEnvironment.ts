import * as vscode from "vscode";
import { environmentClaim } from "../assess/environmentWords";
import { captureEnvironment as capture } from "../capture/environment/captureEnvironment";
import { environmentIntent } from "../capture/environment/environmentIntents";
import { stillSet } from "../capture/environment/pickedVariables";
import { instantOf } from "../halt/instant";
import { change, commandTarget, contextOf } from "./commandTarget";
import { withLateProgress } from "./lateProgress";
import { manageTrust, showNews, showProblem } from "./messages";
import type { Services } from "./services";

/**
 * Notes where the steps are run: system, tools, clock and lock files. Asks nothing; of the environment's variables those
 * stay that have the value which was picked.
 */
export async function captureEnvironment(services: Services, argument?: unknown): Promise<boolean> {
  const target = await commandTarget(services, argument);
  if (target === undefined) return false;
  const { top, halt } = target;
  if (!vscode.workspace.isTrusted) {
    showProblem(
      "This folder is in Restricted Mode: Release Halt asks tools for their versions once you trust it.",
      manageTrust,
    );
    return false;
  }
  if (top?.scheme !== "file") {
    showProblem(
      "This halt belongs to no repository that is open here, so there is no environment to capture.",
    );
    return false;
  }
  const context = await contextOf(services, target);
  const git = await services.git();
  const before = halt.reproduction.environment?.variables ?? [];
  const captured = await withLateProgress("Asking the tools for their versions…", async (signal) => {
    const environment = await capture(halt, {
      ...{ git, top: top.fsPath, now: instantOf(new Date()), signal },
      ...context,
      remote: vscode.env.remoteName,
    });
    // What was cut short would look as though no tool were there.
    return signal.aborted ? undefined : environment;
  });
  if (captured === undefined) return false;
  const { kept, changed } = await stillSet(before, process.env);
  const environment = { ...captured, variables: kept };
  const current = await commandTarget(services, target.uri);
  if (current === undefined) return false;
  const now = current.halt.reproduction.environment?.variables ?? [];
  const added = await change(services, current, [environmentIntent(environment, before, now)]);
  if (!added) return false;
  services.facts.forget();
  services.sessions.of(target.uri)[0]?.post({ kind: "reveal", item: "reproduction" });
  const left =
    changed.length === 0 ? "" : ` Pick again, as they have another value now: ${changed.join(", ")}.`;
  showNews(`The environment was captured: ${environmentClaim(environment)}.${left}`);
  return true;
}
