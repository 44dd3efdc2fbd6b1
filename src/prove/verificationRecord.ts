import { arch, platform } from "node:os";
import { tailOf } from "../capture/cutText";
import { mergeFound } from "../capture/redaction/knownSecrets";
import { redactionIntents } from "../capture/redaction/redactionIntents";
import { terminalText } from "../capture/terminalText";
import { newItemId } from "../halt/newId";
import type { Intent } from "../halt/intent";
import type { Halt, Machine, Redactions, Verification } from "../halt/schema/halt";
import type { Run } from "./runOnce";
import type { VerificationPlan, VerificationResult } from "./verify";

const keptOutputBytes = 2048;
/** Of each commit; the figures count them all. */
const keptRuns = 50;

export interface VerificationContext {
  /** ISO 8601 with offset. */
  readonly now: string;
  readonly by?: string;
  /** Where it ran, for comparing it with where the steps were run. */
  readonly machine?: Machine;
}

/**
 * A verification as evidence: its figures, and of the first run of each outcome the end of what it printed. Secrets are
 * taken out of commands and outputs before anything is kept.
 */
export async function verificationRecord(
  plan: VerificationPlan,
  result: VerificationResult,
  { now, by, machine }: VerificationContext,
): Promise<{ readonly verification: Verification; readonly redactions: Redactions }> {
  const { deciding, setup, runs } = plan;
  const { decidedBy } = deciding;
  const outputOf = new Map(
    result.commits.flatMap(({ log }) =>
      withOutput(log).map((run) => [run, terminalText(run.output).trim()] as const),
    ),
  );
  const { clean, redactions } = await cleaner([
    ...[deciding.command, setup ?? "", ...("text" in decidedBy ? [decidedBy.text] : [])],
    ...outputOf.values(),
    // Git quotes addresses, and a system what it could not start.
    ...result.commits.flatMap(({ remarks, log }) => [...remarks, ...log.flatMap(whyOf)]),
  ]);
  const verification: Verification = {
    id: newItemId("verification"),
    at: now,
    ...(by !== undefined && { by }),
    where: `${platform()} ${arch()}`,
    ...(machine !== undefined && { machine }),
    command: clean(deciding.command),
    ...(deciding.folder !== undefined && { folder: deciding.folder }),
    ...(setup !== undefined && { setup: clean(setup) }),
    decidedBy: "text" in decidedBy ? { ...decidedBy, text: clean(decidedBy.text) } : { ...decidedBy },
    asked: runs,
    durationMs: result.durationMs,
    ...(result.outOfTime && { outOfTime: true }),
    commits: result.commits.map(({ log, ref, commit, role, runs: told, failures, unusable, ...rest }) => ({
      ...{ ref, role, runs: told, failures, unusable },
      commit: rest.uncommittedOf ?? commit,
      ...(rest.uncommittedOf !== undefined && { uncommitted: true }),
      remarks: rest.remarks.map(clean),
      log: log.slice(0, keptRuns).map((run) => entryOf(run, clean(outputOf.get(run) ?? ""), clean)),
    })),
  };
  return { verification, redactions };
}

/** What adds a verification to a halt; it never takes the place of another one. */
export function verificationIntents(
  halt: Halt,
  verification: Verification,
  redactions: Redactions,
): readonly Intent[] {
  return [
    { kind: "add", path: ["reproduction", "verifications"], item: verification },
    ...redactionIntents(halt, redactions),
  ];
}

type Clean = (text: string) => string;

/** Takes the secrets out of texts at once, and answers with what gives each of them without. */
async function cleaner(
  texts: readonly string[],
): Promise<{ readonly clean: Clean; readonly redactions: Redactions }> {
  const { redactAll } = await import("../capture/redaction/redact");
  const each = [...new Set(texts)];
  const redacted = await redactAll(each);
  const cleaned = new Map(each.map((text, index) => [text, redacted[index]?.text ?? ""]));
  return {
    clean: (text) => cleaned.get(text) ?? "",
    redactions: redacted.reduce<Redactions>((all, { found }) => mergeFound(all, found), {}),
  };
}

function whyOf({ outcome }: Run): readonly string[] {
  return outcome.kind === "unusable" ? [outcome.why] : [];
}

/** The first run of each outcome; the others print the same, or it would be too much. */
function withOutput(log: readonly Run[]): readonly Run[] {
  const kinds = ["failed", "passed", "unusable"] as const;
  return kinds.flatMap((kind) => log.find(({ outcome }) => outcome.kind === kind) ?? []);
}

function entryOf(run: Run, output: string, clean: Clean): Verification["commits"][number]["log"][number] {
  const { outcome, exitCode, at, durationMs } = run;
  return {
    outcome: outcome.kind,
    ...(outcome.kind === "unusable" && { why: clean(outcome.why) }),
    ...(exitCode !== undefined && { exitCode }),
    ...{ at, durationMs },
    ...(output !== "" && { output: tailOf(output, keptOutputBytes) }),
  };
}
