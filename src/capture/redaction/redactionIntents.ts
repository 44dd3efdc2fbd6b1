import type { Intent } from "../../halt/intent";
import type { Halt, Redactions } from "../../halt/schema/halt";
import { mergeFound } from "./knownSecrets";

/** Counts what was taken out, on top of what the halt counted before. */
export function redactionIntents({ redactions }: Halt, found: Redactions): Intent[] {
  const sums = mergeFound(redactions, found);
  return Object.keys(found).map((kind): Intent => ({
    kind: "set",
    path: ["redactions", kind],
    value: sums[kind] ?? 0,
  }));
}
