import { evidenceIds, type EvidenceId } from "../halt/evidence";
import type { Halt } from "../halt/schema/halt";
import { judgements } from "./assessHalt";

/** What an evidence item still lacks, by its names, in the order of the checklist. */
export interface OpenPoint {
  readonly item: EvidenceId;
  readonly names: readonly string[];
}

/** Everything that the halt does not say yet, from the halt alone; an item without a gap is left out. */
export function openPoints(halt: Halt): OpenPoint[] {
  return evidenceIds
    .map((item) => ({ item, names: judgements[item](halt).gaps.map((gap) => gap.name) }))
    .filter(({ names }) => names.length > 0);
}
