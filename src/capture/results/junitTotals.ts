import type { DeclaredTotals } from "../../halt/testResults";
import type { Attributes } from "./xmlFormat";

/** What the file states of itself: the root's attributes, else the sum of those of the outermost suites. */
export class JunitTotals {
  #root: DeclaredTotals = {};
  #sum: DeclaredTotals | null = null;
  #loose = false;

  ofRoot(attributes: Attributes): void {
    this.#root = totalsOf(attributes);
  }

  ofSuite(attributes: Attributes): void {
    const own = totalsOf(attributes);
    const before = this.#sum ?? {};
    const keys = (["total", "failed", "errored", "skipped"] as const).filter(
      (key) => own[key] !== undefined || before[key] !== undefined,
    );
    this.#sum = Object.fromEntries(keys.map((key) => [key, (before[key] ?? 0) + (own[key] ?? 0)]));
  }

  /** Beside the suites there are cases that no suite counts, so their sum says nothing of the whole. */
  ofLooseCase(): void {
    this.#loose = true;
  }

  declared(): DeclaredTotals | null {
    const declared = { ...(this.#loose ? {} : this.#sum), ...this.#root };
    return Object.keys(declared).length === 0 ? null : declared;
  }
}

function totalsOf(attributes: Attributes): DeclaredTotals {
  const names = { total: "tests", failed: "failures", errored: "errors", skipped: "skipped" } as const;
  return Object.fromEntries(
    Object.entries(names).flatMap(([key, name]) => {
      const value = attributes[name] ?? (name === "skipped" ? attributes["disabled"] : undefined);
      return value !== undefined && /^\d+$/.test(value) ? [[key, Number(value)]] : [];
    }),
  );
}
