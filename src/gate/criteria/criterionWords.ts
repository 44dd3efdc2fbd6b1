import type { LedgerCriterion } from "../../halt/ledgerRecord";

/** What must be true, in words for those who are stopped. */
export function criterionWords(criterion: LedgerCriterion): string {
  switch (criterion.kind) {
    case "reproduction":
      return `the reproduction passes ${criterion.runs} of ${criterion.runs} at the new commit`;
    case "tests":
      return criterion.names.length === 1
        ? `the test ${criterion.names[0] ?? ""} passes`
        : `these tests pass: ${criterion.names.join(", ")}`;
    case "change":
      return `the change ${criterion.commit.slice(0, 10)} is in`;
    case "approval":
      return "a second person approves";
    case "notBefore":
      return `it is ${criterion.at} or later`;
    case "stated":
      return criterion.text;
    default:
      return criterion satisfies never;
  }
}
