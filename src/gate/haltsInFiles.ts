import { readHalt } from "../halt/readHalt";
import type { StoredHalt } from "../system/haltStore";
import { byHalt, countingCopy, twinsOf, type HaltCopy } from "./haltCopies";

/** A file that may hold a halt, and why nobody can tell. */
export interface UnreadableFile {
  readonly path: string;
  readonly problem: string;
}

interface StoredCopy extends HaltCopy {
  readonly path: string;
}

interface HaltsInFiles {
  /** The active halts, each as the file that counts holds it. */
  readonly active: readonly StoredCopy[];
  /** The file that counts of each halt that could be read, by the halt's id. */
  readonly paths: ReadonlyMap<string, string>;
  readonly unreadable: readonly UnreadableFile[];
}

/** What the files of a repository alone say of its halts. A halt counts once, however many files hold it. */
export function haltsInFiles(stored: readonly StoredHalt[]): HaltsInFiles {
  const unreadable: UnreadableFile[] = [];
  const copies = stored.flatMap(({ path, shared, text, problem }): StoredCopy[] => {
    const read = problem === undefined ? readHalt(text) : undefined;
    if (read?.ok === true) return [{ path, shared, halt: read.halt }];
    unreadable.push({ path, problem: problem ?? read?.problems[0]?.message ?? "It is no halt." });
    return [];
  });
  const paths = new Map<string, string>();
  const active = [...byHalt(copies).entries()].flatMap(([id, group]) => {
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
  return { active, paths, unreadable };
}

function isActive({ halt }: StoredCopy): boolean {
  return halt.status === "active";
}
