import type { CodeLocation, TestFailure, TestResultFile } from "../halt/schema/halt";

/** The place that a failure leads to, to be found again; undefined where nobody knows what stood there when the test ran. */
export function ownerLocation(
  { owner }: Pick<TestFailure, "owner">,
  { captured }: Pick<TestResultFile, "captured">,
): CodeLocation | undefined {
  if (owner?.text === undefined) return undefined;
  return {
    ...{ path: owner.path, line: owner.line, text: owner.text, before: [], after: [] },
    ...(captured.commit !== undefined && { commit: captured.commit }),
    ...(captured.run?.uncommitted === true && { uncommitted: true }),
  };
}
