/** What waits for the gate, and what goes on without it, by name. */
export interface Waiting {
  readonly waits: readonly string[];
  readonly free: readonly string[];
}

/**
 * The names from which needs lead to the gate.
 * @param needs what each name waits for
 */
export function leadingTo(
  gates: readonly string[],
  needs: ReadonlyMap<string, readonly string[]>,
): ReadonlySet<string> {
  const found = new Set<string>();
  for (let before = -1; before < found.size;) {
    before = found.size;
    for (const [name, needed] of needs)
      if (!gates.includes(name) && needed.some((one) => gates.includes(one) || found.has(one)))
        found.add(name);
  }
  return found;
}

/** A condition of GitHub or Azure with which something runs although what it needs has failed. */
export function runsAnyway(condition: unknown): boolean {
  return (
    typeof condition === "string" &&
    /\b(?:always|failure|cancelled|failed|succeededOrFailed)\s*\(/i.test(condition)
  );
}

/** One sentence about a gate's job that fails. */
export function waitingSentence(what: string, where: string, { waits, free }: Waiting): string {
  const first =
    waits.length === 0
      ? `${what} fails, but nothing ${where} waits for it`
      : `${what} fails, so what waits for it does not run: ${waits.join(", ")}`;
  return free.length === 0 ? `${first}.` : `${first}; these go on all the same: ${free.join(", ")}.`;
}

/** A list, or a single one, of names. */
export function namesIn(value: unknown): readonly string[] {
  const list: readonly unknown[] = Array.isArray(value) ? value : [value];
  return list.filter((one) => typeof one === "string");
}
