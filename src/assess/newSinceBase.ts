import type { Halt } from "../halt/schema/halt";
import { attachedTotals, isCounted } from "./judgeFailingTests";
import { counted, figureWords } from "./rangeWords";
import { baseWords } from "./targetWords";

export interface SinceBase {
  /** Failures of which is known what became of them in the base. */
  readonly compared: number;
  /** They passed there. */
  readonly passed: number;
  /** They failed there already. */
  readonly failed: number;
  /** They were skipped there, or are not in its results. */
  readonly notRun: number;
}

/**
 * What became of the failures in the results of the base that are attached; undefined where nothing is known, or the
 * results are of another commit than the base that is compared with now.
 */
export function sinceBase({ base, baseTests, failingTests }: Halt): SinceBase | undefined {
  if (base === undefined || baseTests.length === 0) return undefined;
  if (baseTests.some(({ captured }) => captured.commit !== base.commit)) return undefined;
  const known = failingTests
    .filter(isCounted)
    .flatMap(({ failures }) => failures.flatMap(({ inBase }) => inBase ?? []));
  if (known.length === 0) return undefined;
  const passed = known.filter((outcome) => outcome === "passed").length;
  const failed = known.filter((outcome) => outcome === "failed").length;
  return { compared: known.length, passed, failed, notRun: known.length - passed - failed };
}

/** As a sentence: `2 of these 3 failing tests passed on v2.3.1; 1 failed there, too.` */
export function newSinceBaseWords(halt: Halt): string | undefined {
  const since = sinceBase(halt);
  const base = baseWords(halt);
  if (since === undefined || base === undefined) return undefined;
  const { compared, passed, failed, notRun } = since;
  // Of some, as of those that are counted and not stored, nothing is known.
  const { failed: failing, isAtLeast } = attachedTotals(halt);
  const isAll = compared === failing && !isAtLeast;
  if (compared === 1) {
    const test = isAll ? "This failing test" : "The failing test that can be compared";
    if (passed === 1) return `${test} passed on ${base}.`;
    return failed === 1 ? `${test} failed on ${base}, too.` : `${test} did not run on ${base}.`;
  }
  const tests = `${counted(compared, "failing test")}${isAll ? "" : " that can be compared"}`;
  if (passed === compared) return `All ${tests} passed on ${base}.`;
  const parts = [
    `${passed === 0 ? "None" : figureWords(passed)} of these ${tests} passed on ${base}`,
    failed === 0 ? "" : `${figureWords(failed)} failed there, too`,
    notRun === 0 ? "" : `${figureWords(notRun)} did not run there`,
  ].filter((part) => part !== "");
  return `${parts.join("; ")}.`;
}
