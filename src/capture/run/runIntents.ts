import type { Intent } from "../../halt/intent";
import type { CommandRun, Halt, TestRun } from "../../halt/schema/halt";
import { redactionIntents } from "../redaction/redactionIntents";
import type { RunEvidence } from "./readRun";

/** What attaching a run that left no results does to a halt: an earlier run of the same is replaced. */
export function runIntents(halt: Halt, run: TestRun, redactions: RunEvidence["redactions"]): Intent[] {
  return [
    ...earlierRunIntents(halt, run.captured.run),
    ...redactionIntents(halt, redactions),
    { kind: "add", path: ["testRuns"], item: run },
  ];
}

/** Takes out an earlier run of the same command that left no results, as what it left now stands for it. */
export function earlierRunIntents({ testRuns }: Halt, run: CommandRun): Intent[] {
  return testRuns
    .filter(({ captured }) => isSame(captured.run, run))
    .map(({ id }): Intent => ({ kind: "remove", path: ["testRuns"], id }));
}

function isSame(one: CommandRun, other: CommandRun): boolean {
  return one.command === other.command && one.task === other.task && one.folder === other.folder;
}
