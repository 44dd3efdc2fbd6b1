import * as vscode from "vscode";
import { toConfirm } from "../assess/verifyOffer";
import type { Intent } from "../halt/intent";
import { newItemId } from "../halt/newId";
import type { Halt, ReproductionStep, Verification } from "../halt/schema/halt";
import type { DecidedBy } from "../prove/deciding";
import { decidedByOf, decidingCommandOf } from "../prove/planVerification";
import type { DecidingCommand } from "../prove/runOnce";
import { askText } from "./messages";
import { plainLabel } from "./plainLabel";

/** What is to be run. */
export interface ToRun {
  readonly deciding: DecidingCommand;
  readonly setup: string | undefined;
  /** What somebody else ran, and is confirmed by running it here. */
  readonly confirms: Verification | undefined;
  /** Keeps in a halt which command decides, as it was recorded. */
  readonly marking: (halt: Halt, recordedCommand: string) => readonly Intent[];
}

/**
 * The command that shows the bug: that of the last verification where somebody else made it, that of the step which decides,
 * or the person's choice. Undefined when they made none.
 * @param me who may confirm what another one ran; nobody unless told
 * @param title of what is to be done
 */
export async function askDeciding(
  halt: Halt,
  me: string | undefined,
  title: string,
): Promise<ToRun | undefined> {
  const confirms = toConfirm(halt, me);
  if (confirms !== undefined) {
    const { command, folder, decidedBy, setup } = confirms;
    const deciding = { command, ...(folder !== undefined && { folder }), decidedBy: known(decidedBy) };
    return { deciding, setup, confirms, marking: () => [] };
  }
  const own = decidingCommandOf(halt);
  const { setup } = halt.reproduction;
  if (own.ok) return { deciding: own.value, setup, confirms, marking: () => [] };
  const steps = halt.reproduction.steps.filter(({ command = "" }) => command.trim() !== "");
  const step = steps.length === 0 ? "another" : await pickStep(steps);
  if (step === undefined) return undefined;
  const decidedBy = decidedByOf(halt);
  if (step !== "another") {
    const { id, command = "", folder } = step;
    const deciding = { command, ...(folder !== undefined && { folder }), decidedBy };
    return { deciding, setup, confirms, marking: (current) => markingOf(current, id) };
  }
  const command = await askText(title, {
    prompt:
      "The command that shows the bug; it runs in the repository's top folder and ends with 0 without the bug",
    placeHolder: "npm test",
  });
  if (command === undefined) return undefined;
  return {
    ...{ deciding: { command, decidedBy }, setup, confirms },
    marking: (current, recorded) => [
      ...markingOf(current, undefined),
      {
        ...{ kind: "add", path: ["reproduction", "steps"] },
        item: { id: newItemId("step"), command: recorded, decides: true },
      },
    ],
  };
}

async function pickStep(
  steps: readonly ReproductionStep[],
): Promise<ReproductionStep | "another" | undefined> {
  const items = steps.map((step) => ({
    label: plainLabel(step.command ?? ""),
    description: plainLabel(step.text ?? ""),
    step,
  }));
  const picked = await vscode.window.showQuickPick<
    vscode.QuickPickItem & { step: ReproductionStep | "another" }
  >([...items, { label: "$(edit) Another command…", step: "another" }], {
    title: "Which command shows the bug?",
    ignoreFocusOut: true,
    matchOnDescription: true,
  });
  return picked?.step;
}

/** One step decides, and no other. */
function markingOf(halt: Halt, chosen: string | undefined): readonly Intent[] {
  return halt.reproduction.steps.flatMap(({ id, decides = false }): Intent[] => {
    if (decides === (id === chosen)) return [];
    const path = ["reproduction", "steps", { id }, "decides"];
    return [{ kind: "set", path, ...(id === chosen && { value: true }) }];
  });
}

function known({ kind, text }: Verification["decidedBy"]): DecidedBy {
  return kind === "exitCode" || !text ? { kind: "exitCode" } : { kind, text };
}
