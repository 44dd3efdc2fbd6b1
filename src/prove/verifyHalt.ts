import type { Halt, Redactions, Verification } from "../halt/schema/halt";
import type { Git } from "../system/git";
import { sweepWorktrees } from "../system/scratchWorktrees";
import { commitsToVerify, missingSecret, type OtherCommit } from "./planVerification";
import { verificationRecord, type VerificationContext } from "./verificationRecord";
import { verify, type VerificationPlan, type VerifyContext } from "./verify";

type Planned =
  { readonly ok: true; readonly plan: VerificationPlan } | { readonly ok: false; readonly message: string };

type VerifiedHalt =
  | { readonly kind: "cancelled" }
  | { readonly kind: "done"; readonly verification: Verification; readonly redactions: Redactions };

/** What will run for a halt, and at which commits; nothing runs yet. Refused where it would not be what was recorded. */
export async function planFor(
  git: Git,
  top: string,
  halt: Halt,
  asked: Omit<VerificationPlan, "commits">,
  others: readonly OtherCommit[],
): Promise<Planned> {
  const missing = missingSecret(asked);
  if (missing !== undefined) return { ok: false, message: missing };
  const commits = await commitsToVerify(git, top, halt, others);
  return commits.ok ? { ok: true, plan: { ...asked, commits: commits.value } } : commits;
}

/** Runs a plan, and answers with the evidence that it brought. */
export async function verifyHalt(
  plan: VerificationPlan,
  {
    by,
    machine,
    ...context
  }: VerifyContext & Pick<VerificationContext, "by" | "machine"> & { readonly now: () => string },
): Promise<VerifiedHalt> {
  await sweepLeftBehind(context.git, context.top);
  const { kind, result } = await verify(plan, context);
  if (kind === "cancelled") return { kind };
  const now = context.now();
  const about = { now, ...(by !== undefined && { by }), ...(machine !== undefined && { machine }) };
  return { kind, ...(await verificationRecord(plan, result, about)) };
}

/** Takes away what a process left behind that was killed. */
export async function sweepLeftBehind(git: Git, top: string): Promise<void> {
  await sweepWorktrees(git, top);
}
