import { unfilled, type Gap } from "./judgement";
import { isWritten } from "./phrase";
import { hasFigure, isUpsideDown, type Range } from "./rangeWords";

/**
 * What a figure lacks: a range that holds, and its source.
 * @param path the field of the range
 * @param of what it counts, to follow `a range for`
 * @param name the figure as people name it
 */
export function figureGaps(
  range: Range & { source?: string | undefined },
  path: string,
  of: string,
  name: string,
): Gap[] {
  if (!hasFigure(range)) {
    return [unfilled(`${path}.low`, name, "Give the figures")];
  }
  const gaps: Gap[] = [];
  gaps.push(...upsideDownGaps(range, path, of));
  if (!isWritten(range.source)) {
    const reason = `Nothing says where ${name} comes from.`;
    gaps.push(
      unfilled(
        `${path}.source`,
        `a source for ${of === "users" ? "the users" : of}`,
        "Add the source",
        reason,
      ),
    );
  }
  return gaps;
}

/** That the range is to be corrected, when its low end is above its high end. */
export function upsideDownGaps(range: Range, path: string, of: string): Gap[] {
  if (!isUpsideDown(range)) return [];
  const reason = `The low end of ${of} is above the high end.`;
  return [unfilled(`${path}.low`, `a range for ${of} that holds`, "Correct the range", reason)];
}
