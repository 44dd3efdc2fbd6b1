import type { LedgerState } from "../../halt/ledgerState";

/** Why an approval by somebody would not count, as a sentence; undefined where it does. */
export function whyNotApprove({ placed, status }: LedgerState, by: string | undefined): string | undefined {
  if (status === "closed") return "The halt is closed: there is nothing to approve.";
  if (by === undefined)
    return "Git has no name for you here (user.name), and an approval counts by its name. Nothing was recorded.";
  if (by === placed.by)
    return `The halt was placed by ${by}, and an approval counts when somebody else gives it. Nothing was recorded.`;
  return undefined;
}
