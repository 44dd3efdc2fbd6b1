import type { ReproductionStep } from "../halt/schema/halt";
import { durationWords } from "./durationWords";
import { phrase } from "./phrase";

/**
 * How a step's command went, to stand after it: `in till, exit code 1, ran 12 s, output not captured`. Empty for a step
 * that was written and never run.
 */
export function stepWords(step: ReproductionStep): string {
  const { command, folder, exitCode, durationMs, outputNotCaptured } = step;
  if (command === undefined && exitCode === undefined && durationMs === undefined) return "";
  return [
    folder === undefined || folder === "." ? "" : `in ${phrase(folder)}`,
    `exit code ${exitCode ?? "unknown"}`,
    durationMs === undefined ? "" : `ran ${durationWords(durationMs)}`,
    outputNotCaptured === true ? "output not captured" : "",
  ]
    .filter((part) => part !== "")
    .join(", ");
}
