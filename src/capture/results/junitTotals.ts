import type { DeclaredTotals } from "../../halt/testResults";
import { wholeNumber, type Attributes } from "./xmlFormat";

type Totals = Partial<Record<"total" | "failed" | "errored" | "skipped", number>>;

const attributeNames = [
  ["total", "tests"],
  ["failed", "failures"],
  ["errored", "errors"],
  ["skipped", "skipped"],
] as const;

/** What the file states of itself: the root's attributes, else the sum of those of the outermost suites. */
export class JunitTotals {
  #root: Totals = {};
  #sum: Totals | null = null;
  #loose = false;

  /** Takes the attributes of the root, whose totals come before those of the suites. */
  ofRoot(attributes: Attributes): void {
    this.#root = totalsOf(attributes);
  }

  /** Takes the attributes of an outermost suite. */
  ofSuite(attributes: Attributes): void {
    const own = totalsOf(attributes);
    const sum = (this.#sum ??= {});
    for (const key of ["total", "failed", "errored", "skipped"] as const) {
      const value = own[key];
      if (value !== undefined) sum[key] = (sum[key] ?? 0) + value;
    }
  }

  /** Beside the suites there are cases that no suite counts, so their sum says nothing of the whole. */
  ofLooseCase(): void {
    this.#loose = true;
  }

  /** The totals that are stated; null where none is. */
  declared(): DeclaredTotals | null {
    const declared = { ...(this.#loose ? {} : this.#sum), ...this.#root };
    return Object.keys(declared).length === 0 ? null : declared;
  }
}

function totalsOf(attributes: Attributes): Totals {
  const totals: Totals = {};
  for (const [key, name] of attributeNames) {
    const value = wholeNumber(attributes[name] ?? (key === "skipped" ? attributes["disabled"] : undefined));
    if (value !== undefined) totals[key] = value;
  }
  return totals;
}
