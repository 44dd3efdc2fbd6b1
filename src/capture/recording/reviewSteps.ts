import type { ReproductionStep } from "../../halt/schema/halt";
import { mergeFound } from "../redaction/knownSecrets";
import { dropReason } from "./dropReason";
import { foldRuns } from "./foldRuns";
import type { RecordedRun, Recording } from "./recording";
import { runRemarks } from "./runRemarks";

/** A step as the recording proposes it; a person keeps, drops, moves and names it. */
export interface ReviewedStep {
  readonly id: string;
  /** In the imperative, until a person names it. */
  readonly text: string;
  /** The last of the runs that are this step. */
  readonly run: RecordedRun;
  /** How often it ran, with the same outcome each time. */
  readonly times: number;
  /** Why it is proposed for dropping; undefined for what is kept. */
  readonly drop: string | undefined;
  readonly remarks: readonly string[];
}

type CapturedStep = Pick<
  ReproductionStep,
  "text" | "command" | "folder" | "exitCode" | "durationMs" | "output" | "outputNotCaptured" | "captured"
>;

/** The steps that a recording comes to, in the order in which they were begun. */
export function reviewSteps({ runs }: Recording): readonly ReviewedStep[] {
  return foldRuns(runs).flatMap((group) => {
    const run = group.at(-1);
    if (run === undefined) return [];
    const found = group.map((one) => one.found).reduce(mergeFound, {});
    const times = group.length;
    return [
      {
        ...{ id: run.id, run, times, drop: dropReason(run) },
        text: textOf(run, times),
        remarks: runRemarks({ ...run, found }),
      },
    ];
  });
}

/** The step as the halt holds it. */
export function stepOf({ text, run }: ReviewedStep): CapturedStep {
  const { command, folder, exitCode, durationMs, output, source, startedAt, commit } = run;
  const isWhole = command !== undefined && run.isCut !== true;
  return {
    text,
    ...(isWhole && { command }),
    ...(folder !== undefined && { folder }),
    ...(exitCode !== undefined && { exitCode }),
    ...(durationMs !== undefined && { durationMs }),
    ...(output === undefined ? { outputNotCaptured: true } : output !== "" && { output }),
    captured: { at: startedAt, ...(commit !== undefined && { commit }), from: source.kind },
  };
}

function textOf(run: RecordedRun, times: number): string {
  const what = whatRan(run);
  if (run.end === "running") return `Start ${what} and leave it running`;
  return times === 1 ? `Run ${what}` : `Run ${what}, ${times} times`;
}

function whatRan({ source, command }: RecordedRun): string {
  switch (source.kind) {
    case "task":
      return `the task ${shown(source.name)}`;
    case "debug": {
      const what = source.what === undefined ? "" : `: ${shown(source.what)}`;
      return `“${shown(source.name)}” in the debugger (${source.type.replace(/^pwa-/, "")})${what}`;
    }
    case "terminal":
      return command === undefined ? "the command in the terminal" : shown(command);
    default:
      return source satisfies never;
  }
}

/** On one line, and short: the whole of it is beside. */
function shown(command: string): string {
  const line = command.replaceAll(/\s+/g, " ").trim();
  return line.length <= 100 ? line : `${line.slice(0, 100).trimEnd()}…`;
}
