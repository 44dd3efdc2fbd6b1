import * as z from "zod";
import { itemId } from "./schema/common";

/**
 * A step of a path: a key, or the id of a list's item. `["reproduction", "steps", { id: "step-1" }, "text"]` is the text
 * of that step. Never an index: the list may have changed since.
 */
const pathStep = z.union([z.string().max(100), z.strictObject({ id: itemId })]);
export const haltPath = z.array(pathStep).min(1).max(8);

/**
 * What somebody wants of a halt. `set` without a value makes the value absent. `add` appends an item, with the id it
 * carries. `move` puts an item before another one, or last.
 */
export const intentSchema = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("set"), path: haltPath, value: z.json().optional() }),
  z.strictObject({ kind: z.literal("add"), path: haltPath, item: z.looseObject({ id: itemId }) }),
  z.strictObject({ kind: z.literal("remove"), path: haltPath, id: itemId }),
  z.strictObject({ kind: z.literal("move"), path: haltPath, id: itemId, before: itemId.nullable() }),
]);

export type HaltPath = z.output<typeof haltPath>;
export type Intent = z.output<typeof intentSchema>;

/** A path as one word, for telling fields apart: `reproduction.steps.step-1.text`. */
export function pathKey(path: HaltPath): string {
  return path.map((step) => (typeof step === "string" ? step : step.id)).join(".");
}
