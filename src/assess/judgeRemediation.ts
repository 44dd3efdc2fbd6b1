import type { Halt } from "../halt/schema/halt";
import { dateWords } from "./dateWords";
import { upsideDownGaps } from "./figureGaps";
import { unfilled, type Gap, type Judgement } from "./judgement";
import { capitalised, isWritten, phrase } from "./phrase";
import { hasFigure, rangeWords } from "./rangeWords";

/** Complete with hours for the fix and the retest, the promised date, and who estimated it (or a source). */
export function judgeRemediation({ remediation }: Halt, timeZone?: string): Judgement {
  const { fixHours, retestHours, deployHours, promisedAt, estimatedBy } = remediation;
  const gaps: Gap[] = [];
  if (!hasFigure(fixHours)) {
    gaps.push(unfilled("remediation.fixHours.low", "how long the fix takes", "Estimate the fix"));
  }
  if (!hasFigure(retestHours)) {
    gaps.push(unfilled("remediation.retestHours.low", "how long the retest takes", "Estimate the retest"));
  }
  gaps.push(
    ...upsideDownGaps(fixHours, "remediation.fixHours", "the hours of the fix"),
    ...upsideDownGaps(retestHours, "remediation.retestHours", "the hours of the retest"),
    ...upsideDownGaps(deployHours, "remediation.deployHours", "the hours of the deployment"),
  );
  if (promisedAt === undefined) {
    gaps.push(unfilled("remediation.promisedAt", "the date that is promised", "Set the promised date"));
  }
  const sourced = isWritten(estimatedBy) || (isWritten(fixHours.source) && isWritten(retestHours.source));
  if (!sourced) {
    gaps.push(unfilled("remediation.estimatedBy", "who made the estimate", "Say who estimated"));
  }
  const figures = hasFigure(fixHours) || hasFigure(retestHours) || hasFigure(deployHours);
  const empty = !figures && promisedAt === undefined;
  return { summary: empty ? "No estimate yet" : summaryOf(remediation, timeZone), empty, gaps };
}

function summaryOf(remediation: Halt["remediation"], timeZone: string | undefined): string {
  const { fixHours, retestHours, deployHours, promisedAt, estimatedBy } = remediation;
  const hours = [
    ["fix", fixHours],
    ["retest", retestHours],
    ["deploy", deployHours],
  ] as const;
  const parts = hours.flatMap(([what, range]) => {
    const words = rangeWords(range);
    return words === undefined ? [] : [`${what} ${words} h`];
  });
  if (promisedAt !== undefined) parts.push(`promised for ${dateWords(promisedAt, timeZone)}`);
  if (isWritten(estimatedBy)) parts.push(`by ${phrase(estimatedBy)}`);
  return capitalised(parts.join(", "));
}
