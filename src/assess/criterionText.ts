import type { Halt } from "../halt/schema/halt";
import { isWritten, phrase } from "./phrase";
import { shortCommit } from "./targetWords";

type Criterion = Halt["liftCriteria"][number];

/**
 * What a lift criterion says: in a person's words, else in those of its kind; undefined where it says nothing.
 * @param when a time in words
 */
export function criterionText(
  { kind = "stated", text, commit, at, names = [], runs }: Criterion,
  when: (iso: string) => string,
): string | undefined {
  if (kind === "change" && commit !== undefined) return `The change ${shortCommit(commit)} is in`;
  if (kind === "notBefore" && at !== undefined) return `It is ${when(at)} or later`;
  if (kind === "tests" && names.length > 0) return `These tests pass: ${names.map(phrase).join(", ")}`;
  if (kind === "reproduction" && runs !== undefined) return `The reproduction passes ${runs} of ${runs}`;
  if (isWritten(text)) return phrase(text);
  return kind === "approval" ? "A second person approves" : undefined;
}

/** Whether it is looked up when the halt is lifted, instead of ticked by a person. */
export function isLookedUp({ kind = "stated" }: Criterion): boolean {
  return kind !== "stated";
}
