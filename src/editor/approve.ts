import * as vscode from "vscode";
import * as z from "zod";
import { whyNotApprove } from "../gate/criteria/whyNotApprove";
import type { NewEvent } from "../halt/ledgerRecord";
import { instantOf } from "../halt/instant";
import { fullContextOf } from "./commandTarget";
import { gateTarget, type GateTarget } from "./gateTarget";
import { askText, showProblem } from "./messages";
import { changeLedger, tellRecorded } from "./recordEvent";
import type { Services } from "./services";

const given = z.looseObject({ approve: z.enum(["lift", "commit"]), note: z.string().optional() });

/**
 * A second person approves: that the halt may be lifted, or that the commit which is checked out may go out. Recorded by
 * the name that git knows, not authenticated; the person is told so.
 */
export async function approve(services: Services, argument?: unknown): Promise<boolean> {
  const target = await gateTarget(services, argument, "Approve");
  const known = target?.known;
  if (target === undefined) return false;
  if (known === undefined) {
    showProblem("No ledger has this halt yet: place or share it first, then it can be approved.");
    return false;
  }
  const { by } = target.by;
  const why = whyNotApprove(known.state, by);
  if (why !== undefined || by === undefined) {
    showProblem(why ?? "");
    return false;
  }
  const answer = given.safeParse(argument).data ?? (await ask(services, target));
  if (answer === undefined) return false;
  const { repository } = target;
  const { commit } =
    answer.approve === "commit" ? await fullContextOf(services, { top: repository?.top }) : {};
  const event: NewEvent = {
    kind: "approved",
    at: instantOf(new Date()),
    by,
    ...(commit !== undefined && { commit }),
    ...(answer.note !== undefined && answer.note !== "" && { note: answer.note }),
  };
  const recorded = await changeLedger(
    services,
    target,
    "Recording the approval…",
    async ({ ledger }, signal) => ledger.record(known.state.id, event, { signal }),
  );
  tellRecorded(`Approved by ${by}: recorded, not authenticated.`, recorded);
  return recorded?.ok === true;
}

async function ask(services: Services, target: GateTarget): Promise<z.output<typeof given> | undefined> {
  const { commit } = await fullContextOf(services, { top: target.repository?.top });
  const name = target.by.by ?? "";
  const lifting = { label: "The halt may be lifted", approve: "lift" as const };
  const going = {
    label: `The commit ${commit?.slice(0, 10) ?? ""} may go out`,
    description: "what is checked out",
    approve: "commit" as const,
  };
  const forCommit = target.known?.state.terms.mode === "approvalRequired";
  const picked = await vscode.window.showQuickPick(
    commit === undefined ? [lifting] : forCommit ? [going, lifting] : [lifting, going],
    {
      title: `Approve as ${name}: ${target.title}`,
      placeHolder: "What do you approve? It is recorded with your name from git, not authenticated",
      ignoreFocusOut: true,
    },
  );
  if (picked === undefined) return undefined;
  const note = await askText("Approve", { prompt: "What did you look at? May stay empty.", optional: true });
  return note === undefined ? undefined : { approve: picked.approve, note };
}
