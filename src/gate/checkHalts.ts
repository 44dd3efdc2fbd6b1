import { readHalt } from "../halt/readHalt";
import type { StoredHalt } from "../system/haltStore";

interface ActiveHalt {
  readonly path: string;
  readonly id: string;
  readonly title: string;
  readonly reason: string | null;
  readonly release: string | null;
  readonly shared: boolean;
}

export interface GateCheck {
  /** `open`: the release may go on. `cannotTell`: a file could not be read, so nobody knows what it stops. */
  readonly verdict: "open" | "halted" | "cannotTell";
  readonly active: readonly ActiveHalt[];
  /** Files that could not be read. */
  readonly unreadable: readonly { readonly path: string; readonly problem: string }[];
  /** One sentence. */
  readonly line: string;
}

/** Whether the halts of a repository let a release pass. A copy that was shared counts once, as shared. */
export function checkHalts(stored: readonly StoredHalt[]): GateCheck {
  const active = new Map<string, ActiveHalt>();
  const closed = new Set<string>();
  const unreadable: { path: string; problem: string }[] = [];
  for (const { path, shared, text, problem } of [...stored].sort(
    (a, b) => Number(b.shared) - Number(a.shared),
  )) {
    const read = readHalt(text);
    if (problem !== undefined || !read.ok) {
      unreadable.push({
        path,
        problem: problem ?? (read.ok ? "" : (read.problems[0]?.message ?? "It is no halt.")),
      });
      continue;
    }
    const { id, title, status, placement, release } = read.halt;
    if (status === "closed" && shared) closed.add(id);
    if (status !== "active" || active.has(id) || closed.has(id)) continue;
    active.set(id, { path, id, title, reason: placement?.reason ?? null, release: release ?? null, shared });
  }
  const list = [...active.values()];
  const unknown = unreadable.length > 0 ? "cannotTell" : "open";
  return {
    verdict: list.length > 0 ? "halted" : unknown,
    active: list,
    unreadable,
    line: lineOf(list, unreadable.length),
  };
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
