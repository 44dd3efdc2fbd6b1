import type { Halt } from "../halt/schema/halt";
import { upsideDownGaps } from "./figureGaps";
import { unfilled, type Gap, type Judgement } from "./judgement";
import { isWritten, phrase } from "./phrase";
import { counted, hasFigure, rangeWords } from "./rangeWords";

/** Complete with the version to go back to, its steps, and the minutes it takes in production with their source. */
export function judgeRollback({ rollback, base }: Halt): Judgement {
  const { to, steps, minutes } = rollback;
  const gaps: Gap[] = [];
  if (!isWritten(to)) {
    const toFill = unfilled("rollback.to", "the version to go back to", "Say which version");
    const toChoose = { ...toFill, next: "Choose the base", action: "chooseBase" as const };
    gaps.push(base === undefined ? toChoose : toFill);
  }
  if (steps.length === 0) {
    gaps.push(unfilled("rollback.steps", "the steps of the rollback", "Add the steps"));
  }
  steps.forEach((step, index) => {
    if (isWritten(step.text) || isWritten(step.command)) return;
    const name = `step ${index + 1} of the rollback`;
    gaps.push(unfilled(`rollback.steps.${step.id}.text`, name, `Say what step ${index + 1} is`));
  });
  if (!hasFigure(minutes)) {
    const name = "how long the rollback takes, by a runbook or a drill";
    gaps.push(unfilled("rollback.minutes.low", name, "Give the minutes"));
  } else if (!isWritten(minutes.source)) {
    const name = "a source for the rollback's minutes";
    gaps.push(unfilled("rollback.minutes.source", name, "Name the source"));
  }
  gaps.push(...upsideDownGaps(minutes, "rollback.minutes", "the rollback's minutes"));
  const empty = !isWritten(to) && steps.length === 0 && !hasFigure(minutes);
  return { summary: empty ? "No plan yet" : summaryOf(rollback), empty, gaps };
}

function summaryOf({ to, steps, minutes, pointsOfNoReturn }: Halt["rollback"]): string {
  const parts = [
    `${isWritten(to) ? `To ${phrase(to)}` : "No version yet"}, ${counted(steps.length, "step")}`,
  ];
  const words = rangeWords(minutes);
  if (words !== undefined) {
    parts.push(
      `${words} min${isWritten(minutes.source) ? ` by ${phrase(minutes.source)}` : ", no source yet"}`,
    );
  }
  if (pointsOfNoReturn.length > 0) {
    parts.push(`${counted(pointsOfNoReturn.length, "change")} cannot be undone`);
  }
  return parts.join(". ");
}
