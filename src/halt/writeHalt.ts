import { haltSchema, type HaltInput } from "./schema/halt";

/**
 * The text of a new halt file: two spaces, one key a line, keys in the order of the schema, a newline at the end. What
 * is empty is left out, so that the file says only what is known.
 */
export function writeHalt(halt: HaltInput): string {
  const order = Object.keys(haltSchema.shape);
  const entries = Object.entries(halt)
    .filter(([, value]) => !isEmpty(value))
    .sort(([a], [b]) => rank(order, a) - rank(order, b));
  return `${JSON.stringify(Object.fromEntries(entries), undefined, 2)}\n`;
}

function rank(order: readonly string[], key: string): number {
  const index = order.indexOf(key);
  return index === -1 ? order.length : index;
}

function isEmpty(value: unknown): boolean {
  if (value === undefined) return true;
  if (Array.isArray(value)) return value.length === 0;
  return typeof value === "object" && value !== null && Object.keys(value).length === 0;
}
