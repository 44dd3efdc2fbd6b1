import type { ReproductionStep, Verification } from "../halt/schema/halt";
import { durationWords } from "./durationWords";
import { phrase } from "./phrase";

/**
 * How a step's command went, to stand after it: `in till, exit code 1, ran 12 s, output not captured`. A command that was
 * written and never run is told as such; empty for a step without one.
 * @param verifications which ran the deciding command, and tell themselves how that went
 */
export function stepWords(step: ReproductionStep, verifications: readonly Verification[] = []): string {
  const { command, folder, exitCode, durationMs, outputNotCaptured } = step;
  if (command === undefined && exitCode === undefined && durationMs === undefined) return "";
  const isVerified = verifications.some((one) => one.command === command);
  return [
    folder === undefined || folder === "." ? "" : `in ${phrase(folder)}`,
    wasRun(step) ? `exit code ${exitCode ?? "unknown"}` : isVerified ? "" : "not run",
    durationMs === undefined ? "" : `ran ${durationWords(durationMs)}`,
    outputNotCaptured === true ? "output not captured" : "",
  ]
    .filter((part) => part !== "")
    .join(", ");
}

/** Whether something was captured of a run of its command. */
function wasRun({ exitCode, durationMs, output, outputNotCaptured, captured }: ReproductionStep): boolean {
  const isOfRun = ["terminal", "task", "debug"].includes(captured?.from ?? "");
  return [exitCode, durationMs, output, outputNotCaptured].some((one) => one !== undefined) || isOfRun;
}
