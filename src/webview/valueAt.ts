import type { HaltPath } from "../halt/intent";

export interface Item {
  readonly id: string;
}

/** What the halt holds at a path; undefined where it holds nothing. */
export function valueAt(halt: unknown, path: HaltPath): unknown {
  let value = halt;
  for (const step of path) {
    if (typeof step === "string") value = isRecord(value) ? value[step] : undefined;
    else value = itemsOf(value).find(({ id }) => id === step.id);
  }
  return value;
}

/** The items of a list. */
export function itemsOf(value: unknown): readonly Item[] {
  return Array.isArray(value) ? value.filter(isItem) : [];
}

function isItem(value: unknown): value is Item {
  return isRecord(value) && typeof value.id === "string";
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
