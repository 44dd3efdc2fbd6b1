import { readHalt } from "../halt/readHalt";
import type { StoredHalt } from "../system/haltStore";
import { byHalt, countingCopy, twinsOf, type HaltCopy } from "./haltCopies";

export interface ActiveHalt {
  /** The file of the halt; null where it is known from the ledger alone. */
  readonly path: string | null;
  readonly id: string;
  readonly title: string;
  readonly reason: string | null;
  readonly release: string | null;
  readonly shared: boolean;
}

export interface UnreadableFile {
  readonly path: string;
  readonly problem: string;
}

/** What the files alone say. */
export interface GateCheck {
  /** `open`: the release may go on. `cannotTell`: a file could not be read, so nobody knows what it stops. */
  readonly verdict: "open" | "halted" | "cannotTell";
  readonly active: readonly ActiveHalt[];
  /** The same halts, each as the file that counts holds it. */
  readonly activeHalts: readonly StoredCopy[];
  /** The file that counts of each halt that could be read, by the halt's id. */
  readonly paths: ReadonlyMap<string, string>;
  /** Files that could not be read. */
  readonly unreadable: readonly UnreadableFile[];
  /** One sentence. */
  readonly line: string;
}

interface StoredCopy extends HaltCopy {
  readonly path: string;
}

/** Whether the halts of a repository let a release pass. A halt counts once, however many files hold it. */
export function checkHalts(stored: readonly StoredHalt[]): GateCheck {
  const unreadable: UnreadableFile[] = [];
  const copies = stored.flatMap(({ path, shared, text, problem }): StoredCopy[] => {
    const read = problem === undefined ? readHalt(text) : undefined;
    if (read?.ok === true) return [{ path, shared, halt: read.halt }];
    unreadable.push({ path, problem: problem ?? read?.problems[0]?.message ?? "It is no halt." });
    return [];
  });
  const paths = new Map<string, string>();
  const activeHalts = [...byHalt(copies).entries()].flatMap(([id, group]) => {
    const twins = twinsOf(group);
    unreadable.push(
      ...twins.map(({ path, halt: { id } }) => ({
        path,
        problem: `Another file of the same folder is the halt ${id}, too. Give the copy an id of its own.`,
      })),
    );
    const counting = twins.length > 0 ? (group.find(isActive) ?? group[0]) : countingCopy(group);
    if (counting !== undefined) paths.set(id, counting.path);
    return counting !== undefined && isActive(counting) ? [counting] : [];
  });
  const active = activeHalts.map(activeHalt);
  const unknown = unreadable.length > 0 ? "cannotTell" : "open";
  return {
    verdict: active.length > 0 ? "halted" : unknown,
    active,
    activeHalts,
    paths,
    unreadable,
    line: lineOf(active, unreadable.length),
  };
}

function isActive({ halt }: StoredCopy): boolean {
  return halt.status === "active";
}

function activeHalt({ path, shared, halt: { id, title, placement, release } }: StoredCopy): ActiveHalt {
  return { path, id, title, reason: placement?.reason ?? null, release: release ?? null, shared };
}

function lineOf(active: readonly ActiveHalt[], unreadable: number): string {
  const [first] = active;
  if (first === undefined) {
    return unreadable === 0
      ? "No halt is active: the release may go on."
      : `Nobody can tell whether the release is halted: ${unreadable === 1 ? "a halt file" : `${unreadable} halt files`} could not be read.`;
  }
  const more = active.length > 1 ? ` and ${active.length - 1} more` : "";
  const seen = active.every(({ shared }) => !shared) ? " (only you see this)" : "";
  return `The release is halted: ${first.title}${more}${seen}.`;
}
