import * as vscode from "vscode";
import * as z from "zod";
import { closingIntents, type Closing } from "../gate/closing";
import { criteriaLine, type JudgedCriterion } from "../gate/criteria/judgeCriteria";
import { eventName } from "../gate/ledger/eventWords";
import { liftDecision, type LiftDecision } from "../gate/liftDecision";
import { instantOf } from "../halt/instant";
import { change, commandTarget } from "./commandTarget";
import { argumentOf, gateTarget, type GateTarget } from "./gateTarget";
import { askText, showProblem } from "./messages";
import { plainLabel } from "./plainLabel";
import { changeLedger, tellRecorded } from "./recordEvent";
import type { Services } from "./services";

const given = z.looseObject({ reason: z.string().min(1).optional(), override: z.boolean().optional() });

/**
 * Lifts a halt: shows what its criteria come to now, and asks for the reason. With criteria that are not met the person
 * has to choose the override knowingly, and it is recorded as one.
 */
export async function lift(services: Services, argument?: unknown): Promise<boolean> {
  const target = await openHalt(services, argument, "Lift Halt");
  if (target === undefined) return false;
  const { reason, override } = given.safeParse(argument).data ?? {};
  const before = await decide(target);
  const way =
    reason === undefined ? await askWay(before) : before.unmet.length === 0 ? "lift" : override && "override";
  if (way === undefined) return false;
  if (way === false) {
    showProblem(`The halt stays: ${criteriaLine(before.criteria)}. Not met: ${before.unmet.join("; ")}.`);
    return false;
  }
  const why =
    reason ??
    (await askText(way === "lift" ? "Lift Halt" : "Lift Halt by Override", {
      prompt:
        way === "lift"
          ? "Why may the release go on? The reason is kept with the halt."
          : `Why may the release go on although ${before.unmet.length === 1 ? "a criterion is" : `${before.unmet.length} criteria are`} not met? It is recorded with your name.`,
    }));
  if (why === undefined) return false;
  // Somebody else may have changed the halt while the person typed.
  const current = await openHalt(services, argumentOf(target), "Lift Halt");
  if (current === undefined) return false;
  const { unmet } = await decide(current);
  if (way === "lift" && unmet.length > 0) {
    showProblem(`The halt stays: meanwhile this is not met any more: ${unmet.join("; ")}.`);
    return false;
  }
  const common = { reason: why, at: instantOf(new Date()), ...current.by };
  const event: Closing =
    unmet.length > 0 ? { kind: "overridden", ...common, unmet: [...unmet] } : { kind: "lifted", ...common };
  return end(services, current, event, "The release may go on: the halt is lifted.");
}

/** Takes a halt back that should not have been there. */
export async function withdraw(services: Services, argument?: unknown): Promise<boolean> {
  const target = await openHalt(services, argument, "Withdraw Halt");
  if (target === undefined) return false;
  const reason =
    given.safeParse(argument).data?.reason ??
    (await askText("Withdraw Halt", { prompt: "Why is the halt taken back? The reason is kept with it." }));
  if (reason === undefined) return false;
  const current = await openHalt(services, argumentOf(target), "Withdraw Halt");
  if (current === undefined) return false;
  const event: Closing = { kind: "withdrawn", reason, at: instantOf(new Date()), ...current.by };
  return end(services, current, event, "The halt is withdrawn.");
}

const acceptedRisk = z.looseObject({
  reason: z.string().min(1),
  riskOwner: z.string().min(1),
  abortThreshold: z.string().optional(),
  watchedBy: z.string().optional(),
});
type AcceptedRisk = z.output<typeof acceptedRisk>;

/** Ships anyway: the halt ends with the name of the person who accepts the risk. */
export async function overrule(services: Services, argument?: unknown): Promise<boolean> {
  const target = await openHalt(services, argument, "Overrule Halt");
  if (target === undefined) return false;
  if (target.file?.halt.status === "draft") {
    showProblem("The halt is a draft: it stops nothing, so there is nothing to overrule.");
    return false;
  }
  const risk = acceptedRisk.safeParse(argument).data ?? (await askRisk(target));
  if (risk === undefined) return false;
  const current = await openHalt(services, argumentOf(target), "Overrule Halt");
  if (current === undefined) return false;
  const { reason, riskOwner, abortThreshold, watchedBy } = risk;
  const event: Closing = {
    kind: "overruled",
    reason,
    at: instantOf(new Date()),
    ...current.by,
    riskOwner,
    ...(abortThreshold !== undefined && abortThreshold !== "" && { abortThreshold }),
    ...(watchedBy !== undefined && watchedBy !== "" && { watchedBy }),
  };
  return end(
    services,
    current,
    event,
    `The halt is overruled: the release ships, ${riskOwner} accepts the risk.`,
  );
}

/** What the file holds already is not typed again. */
async function askRisk({ file }: GateTarget): Promise<AcceptedRisk | undefined> {
  const { decision } = file?.halt ?? {};
  const ask = async (step: number, prompt: string, value: string | undefined, optional: boolean) =>
    askText(`Overrule Halt: Ship Anyway (${step} of 4)`, {
      prompt,
      optional,
      ...(value !== undefined && { value }),
    });
  const reason = await ask(
    1,
    "Why does the release ship with the bug? It is recorded with your name.",
    undefined,
    false,
  );
  if (reason === undefined) return undefined;
  const riskOwner = await ask(2, "Who accepts the risk? One person, by name.", decision?.riskOwner, false);
  if (riskOwner === undefined) return undefined;
  const abort = "At which figure is the release stopped again? May stay empty.";
  const abortThreshold = await ask(3, abort, decision?.abortThreshold, true);
  if (abortThreshold === undefined) return undefined;
  const watchedBy = await ask(4, "Who watches for that? May stay empty.", decision?.watchedBy, true);
  return watchedBy === undefined ? undefined : { reason, riskOwner, abortThreshold, watchedBy };
}

/** A halt that is not closed everywhere yet. */
async function openHalt(
  services: Services,
  argument: unknown,
  title: string,
): Promise<GateTarget | undefined> {
  const target = await gateTarget(services, argument, title);
  if (target === undefined) return undefined;
  const { file, known } = target;
  const closed = known?.state.closed;
  if (file !== undefined && file.halt.status !== "closed") return target;
  if (file === undefined && closed === undefined) return target;
  // A file that is closed beside a record that still halts: the record can be ended.
  if (file !== undefined && known !== undefined && closed === undefined) return target;
  const how = closed === undefined ? (file?.halt.outcome?.kind ?? "closed") : eventName(closed).toLowerCase();
  showProblem(`The halt is closed already (${how}).`);
  return undefined;
}

async function decide({ file, known, repository }: GateTarget): Promise<LiftDecision> {
  if (repository === undefined) return { criteria: [], unmet: [] };
  const { git, top, settings } = repository;
  return liftDecision(
    git,
    top.fsPath,
    { ...(file && { halt: file.halt }), ...(known && { state: known.state }) },
    { settings, now: new Date() },
  );
}

interface Row extends vscode.QuickPickItem {
  readonly way?: "lift" | "override" | "stay";
}

/** Shows the criteria and lets the person choose; without any criterion there is nothing to choose. */
async function askWay({ criteria, unmet }: LiftDecision): Promise<"lift" | "override" | undefined> {
  if (criteria.length === 0) return "lift";
  const first: Row =
    unmet.length === 0
      ? { label: "$(pass) Lift the halt", description: "every criterion is met", way: "lift" }
      : {
          label: "$(warning) Lift by override",
          description: "recorded with your name, your reason and what is not met",
          way: "override",
        };
  const rows: readonly Row[] = [
    ...(unmet.length === 0
      ? [first]
      : [{ label: "$(stop-circle) Leave the halt in place", way: "stay" } as const]),
    ...(unmet.length === 0 ? [] : [first]),
    { label: criteriaLine(criteria), kind: vscode.QuickPickItemKind.Separator },
    ...criteria.map(rowOf),
  ];
  for (;;) {
    const picked = await vscode.window.showQuickPick(rows, {
      title: `Lift Halt: ${criteriaLine(criteria)}`,
      placeHolder: unmet.length === 0 ? "Every criterion is met" : "Not every criterion is met",
      matchOnDetail: true,
      ignoreFocusOut: true,
    });
    if (picked === undefined || picked.way === "stay") return undefined;
    // A criterion is there to be read.
    if (picked.way !== undefined) return picked.way;
  }
}

function rowOf({ words, met, why }: JudgedCriterion): Row {
  return { label: `$(${met ? "pass" : "circle-large-outline"}) ${plainLabel(words)}`, detail: why };
}

/** Ends a halt in each file that holds it, so that no branch brings it back, and in the ledger. */
async function end(services: Services, target: GateTarget, event: Closing, done: string): Promise<boolean> {
  const { file, known } = target;
  const copies = file === undefined ? [] : await services.files.copiesOf(file);
  for (const uri of file === undefined ? [] : [file.uri, ...copies.map((copy) => copy.uri)]) {
    const copy = await commandTarget(services, uri);
    if (copy === undefined || copy.halt.status === "closed") continue;
    if (uri !== file?.uri && copy.halt.status !== "active") continue;
    const computed = closingIntents(copy.halt, event);
    if (!computed.ok) {
      showProblem(computed.message);
      return false;
    }
    if (!(await change(services, copy, computed.intents, { save: true }))) return false;
  }
  const recorded =
    known === undefined || known.state.status === "closed"
      ? undefined
      : await changeLedger(services, target, "Telling the ledger…", async ({ ledger }, signal) =>
          ledger.record(known.state.id, event, { signal }),
        );
  tellRecorded(done, recorded);
  return recorded?.ok !== false;
}
