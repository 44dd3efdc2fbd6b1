import * as z from "zod";
import { releasedState } from "../assess/draftHalt";
import { recordFacts } from "../assess/recordFacts";
import { wayBackIntents } from "../assess/wayBack";
import { instantOf } from "../halt/instant";
import type { BranchFacts } from "../halt/facts";
import type { Intent } from "../halt/intent";
import { change, commandTarget, type CommandTarget } from "./commandTarget";
import { capture } from "./draft";
import { settingsOf } from "./haltSettings";
import { showDone, showProblem } from "./messages";
import { pickBase } from "./pickBase";
import type { Services } from "./services";

/** Records what git says now; the base stays the one that the halt names. */
export async function captureAgain(services: Services, argument?: unknown): Promise<boolean> {
  const target = await commandTarget(services, argument);
  if (target === undefined) return false;
  const facts = await capturedFor(services, target, target.halt.base?.ref);
  if (facts === undefined) return false;
  const done = await change(services, target, [...factIntents(facts), ...targetIntents(target, facts)]);
  if (done) showDone("The branch facts were captured again.");
  return done;
}

/** Asks which release production runs, and compares with it; the way back follows, where nobody has written their own. */
export async function chooseBase(services: Services, argument?: unknown): Promise<boolean> {
  const target = await commandTarget(services, argument);
  if (target === undefined) return false;
  const offered = await capturedFor(services, target, undefined);
  if (offered === undefined) return false;
  const picked = await pickBase(offered.baseCandidates);
  if (picked === undefined) return false;
  const facts = await capturedFor(services, target, typeof picked === "string" ? picked : picked.ref);
  if (facts === undefined) return false;
  const released = releasedState(facts);
  const { base: before, facts: recorded } = target.halt;
  const old = before && { ...before, to: recorded?.commit, commits: recorded?.commits };
  const done = await change(services, target, [
    ...factIntents(facts),
    ...(released === undefined ? [] : wayBackIntents(target.halt, old, released)),
  ]);
  if (done) showDone(`The base is ${facts.base?.ref ?? "not known"}.`);
  return done;
}

async function capturedFor(
  services: Services,
  { top }: CommandTarget,
  baseRef: string | undefined,
): Promise<BranchFacts | undefined> {
  if (top === undefined) {
    showProblem(
      "This halt lies outside the open folders. Open the folder of its repository to ask git again.",
    );
    return undefined;
  }
  const { settings } = await settingsOf(top);
  const captured = await capture(services, top, settings, baseRef);
  if (captured.ok) return captured.facts;
  showProblem(`${captured.message} The halt is as it was.`);
  return undefined;
}

function factIntents(facts: BranchFacts): Intent[] {
  const { base } = facts;
  const recorded = recordFacts(facts, instantOf(new Date()));
  const set = (path: string[], value: object): Intent => ({
    kind: "set",
    path,
    value: z.json().parse(JSON.parse(JSON.stringify(value))),
  });
  if (base === null) return [set(["facts"], recorded)];
  const { ref, kind, commit, version, why, mergeBase } = base;
  return [
    set(["facts"], recorded),
    set(["base"], { ref, kind, commit, why, ...(version && { version }), ...(mergeBase && { mergeBase }) }),
  ];
}

/** A branch that is halted and checked out moves to its newest commit; a tag or a commit does not. */
function targetIntents({ halt }: CommandTarget, facts: BranchFacts): Intent[] {
  return halt.targets
    .filter(({ kind, name }) => kind === "branch" && name === facts.branch && facts.commit !== null)
    .map(({ id }): Intent => ({
      kind: "set",
      path: ["targets", { id }, "commit"],
      value: facts.commit ?? "",
    }));
}
