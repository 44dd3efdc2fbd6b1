import type { LedgerState } from "../../halt/ledgerState";
import type { HaltScope, ScopeChange } from "../../halt/ledgerRecord";
import type { Answer } from "./ancestry";
import type { History } from "./history";
import { matchesPattern, smallLetters, type Release } from "./question";

export type Judgement =
  /** `why` says in words why the halt does not stop this release. */
  | { readonly kind: "open"; readonly why: string }
  | { readonly kind: "approvalRequired" | "halted" }
  | { readonly kind: "cannotTell"; readonly why: string };

/**
 * Whether one halt stops a release. A way back to what is out already, and a commit that holds the fix, are open whatever
 * else is so. What cannot be known is never open.
 */
export async function judgeHalt(state: LedgerState, release: Release, history: History): Promise<Judgement> {
  if (state.status === "closed") return { kind: "open", why: "it is closed" };
  const { scope } = state.terms;
  const outside = outsideByName(scope, release);
  if (outside !== undefined) return { kind: "open", why: outside };
  const exempt = await exemption(state, release, history);
  if (exempt.answer === "yes") return { kind: "open", why: exempt.why };
  const inScope = await inScopeByContent(scope, release, history);
  if (inScope.answer === "no") return { kind: "open", why: inScope.why };
  if (inScope.answer === "unknown") return { kind: "cannotTell", why: inScope.why };
  if (exempt.answer === "unknown") return { kind: "cannotTell", why: exempt.why };
  return { kind: state.status };
}

interface Reasoned {
  readonly answer: Answer;
  readonly why: string;
}

function outsideByName(
  scope: HaltScope,
  { ref, component, environment, environments: names = [smallLetters(environment ?? "")] }: Release,
): string | undefined {
  const { refs, components, environments } = scope;
  if (components.length > 0) {
    if (component !== undefined && !components.includes(component))
      return `it halts ${components.join(", ")}`;
    if (component === undefined && refs.length > 0 && ref !== "" && !anyMatches(ref, refs))
      return `it halts ${components.join(", ")}`;
  }
  if (
    environments.length > 0 &&
    environment !== undefined &&
    !environments.some((one) => names.includes(smallLetters(one)))
  )
    return `it halts releases to ${environments.join(", ")}`;
  return undefined;
}

/** Whether the release goes back, was approved, or holds the fix. */
async function exemption(state: LedgerState, { commit }: Release, history: History): Promise<Reasoned> {
  const { fixes, causes } = state.terms.scope;
  if (commit === undefined) return { answer: "no", why: "" };
  const isBack = await goesBack(commit, state.terms.scope, history);
  if (isBack === "yes") return { answer: "yes", why: "it goes back to what is released" };
  if (state.status === "approvalRequired" && isApproved(state, commit))
    return { answer: "yes", why: "it was approved" };
  const holdsFix = await anyEffective(commit, fixes, "fix", history, causes);
  if (holdsFix === "yes") return { answer: "yes", why: "it holds the fix" };
  const unknown = isBack === "unknown" || holdsFix === "unknown";
  return { answer: unknown ? "unknown" : "no", why: cutOff };
}

/**
 * Whether a commit was released when the halt was placed, or leads up to one that was. From where the halted line begins
 * only what is out itself counts: a later release may hold the commit that is halted, as where branches are merged forward.
 */
async function goesBack(
  commit: string,
  { released, line }: HaltScope,
  { ancestry }: History,
): Promise<Answer> {
  if (released.includes(commit)) return "yes";
  const leads = await ancestry.leadsUpTo(commit, released);
  if (leads === "no" || line === undefined) return leads;
  const isOnward = await ancestry.contains(commit, line);
  if (isOnward === "no") return leads;
  return isOnward === "yes" ? "no" : "unknown";
}

/** Content decides where it is known, whatever the ref is called; then names; else every release is meant. */
async function inScopeByContent(
  { causes, line, refs }: HaltScope,
  { ref, commit }: Release,
  history: History,
): Promise<Reasoned> {
  if (causes.length > 0) {
    if (commit === undefined) return notHere;
    const answer = await anyEffective(commit, causes, "cause", history);
    return { answer, why: answer === "no" ? "it does not hold the change that brought the bug" : cutOff };
  }
  if (line !== undefined) {
    if (commit === undefined) return notHere;
    const answer = await history.ancestry.isOnLineOf(commit, line);
    return { answer, why: answer === "no" ? "it is on another line of history" : cutOff };
  }
  if (refs.length > 0 && ref !== "" && !anyMatches(ref, refs))
    return { answer: "no", why: `it halts ${refs.join(", ")}` };
  return { answer: "yes", why: "" };
}

const cutOff = "the history in this clone is cut off, or objects of it are missing: fetch it whole";
const notHere: Reasoned = {
  answer: "unknown",
  why: "the commit that would go out is not in this clone: fetch it",
};

async function anyEffective(
  commit: string,
  changes: readonly ScopeChange[],
  kind: "cause" | "fix",
  history: History,
  causes: readonly ScopeChange[] = [],
): Promise<Answer> {
  let unknown = false;
  for (const change of changes) {
    const answer = await history.isEffective(commit, change, kind, causes);
    if (answer === "yes") return "yes";
    unknown ||= answer === "unknown";
  }
  return unknown ? "unknown" : "no";
}

function isApproved({ approvals, placed }: LedgerState, commit: string): boolean {
  return approvals.some(
    (approval) => approval.commit === commit && approval.by !== undefined && approval.by !== placed.by,
  );
}

function anyMatches(ref: string, patterns: readonly string[]): boolean {
  return patterns.some((pattern) => matchesPattern(ref, pattern));
}
