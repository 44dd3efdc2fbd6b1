import type { Clock } from "../assess/clock";
import type { Halt } from "../halt/schema/halt";
import { evidenceOfJudgement } from "./evidenceOfJudgement";
import { evidenceOfProof } from "./evidenceOfProof";
import type { EvidenceKey, EvidenceRow } from "./evidenceRow";

/** The numbered evidence of a halt, and the numbers for a sentence. */
export interface EvidenceBook {
  readonly rows: readonly EvidenceRow[];
  refs(...keys: EvidenceKey[]): number[];
}

/** Numbers what the halt holds, in a fixed order. What is absent has no row, so no sentence can rest on it. */
export function openEvidenceBook(halt: Halt, clock: Clock): EvidenceBook {
  const entries = [...evidenceOfProof(halt, clock.when), ...evidenceOfJudgement(halt, clock)];
  const rows = entries.map((entry, index) => ({ ...entry, number: index + 1 }));
  return {
    rows,
    refs: (...keys) =>
      rows.filter(({ key }) => keys.some((wanted) => isOf(key, wanted))).map(({ number }) => number),
  };
}

function isOf(key: EvidenceKey, wanted: EvidenceKey): boolean {
  return key === wanted || key.startsWith(`${wanted}:`);
}
