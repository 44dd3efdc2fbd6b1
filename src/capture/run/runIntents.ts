import type { Intent } from "../../halt/intent";
import type { CommandRun, Halt, TestRun } from "../../halt/schema/halt";
import { attachIntents } from "../attachTests";
import type { AttachedTests } from "../readTestFile";
import { redactionIntents } from "../redaction/redactionIntents";
import type { RunEvidence } from "./readRun";

/** What attaching a result file of a run does to a halt; an earlier run of the same that left no results gives way. */
export function runFileIntents(
  halt: Halt,
  { file, redactions }: Pick<AttachedTests & { readonly ok: true }, "file" | "redactions">,
): Intent[] {
  const { run } = file.captured;
  return [...(run === undefined ? [] : withoutRun(halt, run)), ...attachIntents(halt, file, redactions)];
}

/** What attaching a run that left no results does to a halt: an earlier run of the same is replaced. */
export function runIntents(halt: Halt, run: TestRun, redactions: RunEvidence["redactions"]): Intent[] {
  return [
    ...withoutRun(halt, run.captured.run),
    ...redactionIntents(halt, redactions),
    { kind: "add", path: ["testRuns"], item: run },
  ];
}

function withoutRun({ testRuns }: Halt, run: CommandRun): Intent[] {
  return testRuns
    .filter(({ captured }) => isSame(captured.run, run))
    .map(({ id }): Intent => ({ kind: "remove", path: ["testRuns"], id }));
}

function isSame(one: CommandRun, other: CommandRun): boolean {
  return one.command === other.command && one.task === other.task && one.folder === other.folder;
}
