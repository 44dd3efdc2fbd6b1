import { arch, platform } from "node:os";
import { tailOf } from "../capture/cutText";
import { mergeFound } from "../capture/redaction/knownSecrets";
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
  const shown = result.commits.map(({ log }) => withOutput(log));
  const { redactAll } = await import("../capture/redaction/redact");
  const redacted = await redactAll([
    ...[deciding.command, setup ?? ""],
    ...shown.flat().map(({ output }) => terminalText(output).trim()),
  ]);
  const redactions = redacted.reduce<Redactions>((all, { found }) => mergeFound(all, found), {});
  const [command, setupText, ...outputs] = redacted.map(({ text }) => text);
  const next = outputs[Symbol.iterator]();
  const outputOf = new Map(shown.flat().map((run) => [run, next.next().value ?? ""]));
  const verification: Verification = {
    id: newItemId("verification"),
    at: now,
    ...(by !== undefined && { by }),
    where: `${platform()} ${arch()}`,
    ...(machine !== undefined && { machine }),
    command: command ?? "",
    ...(deciding.folder !== undefined && { folder: deciding.folder }),
    ...(setup !== undefined && { setup: setupText ?? "" }),
    decidedBy: { ...deciding.decidedBy },
    asked: runs,
    durationMs: result.durationMs,
    ...(result.outOfTime && { outOfTime: true }),
    commits: result.commits.map(({ log, ref, commit, role, runs: told, failures, unusable, ...rest }) => ({
      ...{ ref, role, runs: told, failures, unusable },
      commit: rest.uncommittedOf ?? commit,
      ...(rest.uncommittedOf !== undefined && { uncommitted: true }),
      remarks: [...rest.remarks],
      log: log.slice(0, keptRuns).map((run) => entryOf(run, outputOf.get(run) ?? "")),
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
  const merged = mergeFound(halt.redactions, redactions);
  return [
    { kind: "add", path: ["reproduction", "verifications"], item: verification },
    ...(Object.keys(redactions).length > 0
      ? [{ kind: "set" as const, path: ["redactions"], value: merged }]
      : []),
  ];
}

/** The first run of each outcome; the others print the same, or it would be too much. */
function withOutput(log: readonly Run[]): readonly Run[] {
  const kinds = ["failed", "passed", "unusable"] as const;
  return kinds.flatMap((kind) => log.find(({ outcome }) => outcome.kind === kind) ?? []);
}

function entryOf(run: Run, output: string): Verification["commits"][number]["log"][number] {
  const { outcome, exitCode, at, durationMs } = run;
  return {
    outcome: outcome.kind,
    ...(outcome.kind === "unusable" && { why: outcome.why }),
    ...(exitCode !== undefined && { exitCode }),
    ...{ at, durationMs },
    ...(output !== "" && { output: tailOf(output, keptOutputBytes) }),
  };
}
