import { createHash } from "node:crypto";

/** Counted from the start, or back from the last one when it is negative. */
type Chosen = number;

/** What a history does next; numbers choose among what is there by then. */
export type Step =
  | { readonly kind: "change"; readonly on: number; readonly shared: boolean }
  | { readonly kind: "branch"; readonly from: number }
  | { readonly kind: "root" }
  | { readonly kind: "empty"; readonly on: number }
  | { readonly kind: "merge"; readonly on: number; readonly other: number; readonly third?: number }
  | { readonly kind: "pick"; readonly on: number; readonly commit: Chosen; readonly tells: boolean }
  | { readonly kind: "revert"; readonly on: number; readonly commit: Chosen }
  | { readonly kind: "tag"; readonly commit: number; readonly of: "commit" | "tag" | "light" }
  /** A message that says what the commit does not do. */
  | { readonly kind: "claim"; readonly on: number; readonly commit: number; readonly words: number };

export interface MadeCommit {
  readonly id: string;
  readonly parents: readonly number[];
  /** The numbers of the changes that its files hold. */
  readonly holds: ReadonlySet<number>;
  /** The change that it makes, where it is the first to make it. */
  readonly change: number | undefined;
  /** The change that it takes back, where it is the revert of the first commit of one. */
  readonly takesBack: number | undefined;
  /** Nobody wrote a message in its history that is not so, and each copy of a change has the patch of it. */
  readonly isPlain: boolean;
}

export interface MadeHistory {
  readonly commits: readonly MadeCommit[];
  /** Full names, and which commit each comes to. */
  readonly refs: readonly { readonly name: string; readonly object: string; readonly commit: number }[];
  readonly objects: ReadonlyMap<string, Buffer>;
}

/** What a message may say of a commit, truly or not. */
const claims: readonly ((id: string) => string)[] = [
  (id) => `Turn it off\n\nThis reverts commit ${id}.`,
  (id) => `Turn it off\n\nThis reverts commit ${id.slice(0, 9)} (Some change, 2026-11-02).`,
  (id) => `Turn it off\n\nThis reverts commit ${id.slice(0, 6)}.`,
  (id) => `Turn it off\r\n\r\nThis reverts commit ${id}.\r\n`,
  (id) => `Tell of it\n\nIt is not true that This reverts commit ${id}.`,
  (id) => `Tell of it\n\n    This reverts commit ${id}.`,
  (id) => `Tell of it\n\nThis reverts commit ${id}0.`,
  (id) => `Tell of it\n\nThis reverts commit ${id.toUpperCase()}.`,
  (id) => `This reverts commit ${id}.`,
  (id) => `Take it\n\n(cherry picked from commit ${id})`,
  (id) => `Take it\r\n\r\n(cherry picked from commit ${id})\r\n`,
  (id) => `Tell of it\n\n> (cherry picked from commit ${id})`,
  (id) => `Tell of it\n\n(cherry picked from commit ${id.slice(0, 12)})`,
  (id) => `Take it\n\n(cherry picked from commit ${id}) \n(cherry picked from commit ${id})`,
];

/** Makes a history of steps. A step that git would refuse, or that could conflict, is left out. */
export function makeHistory(steps: readonly Step[]): MadeHistory {
  const objects = new Map<string, Buffer>();
  const commits: (MadeCommit & { readonly files: ReadonlyMap<number, string> })[] = [];
  const branches: number[] = [];
  const refs: { name: string; object: string; commit: number }[] = [];
  const tags: { object: string; commit: number }[] = [];
  const of = <T>(list: readonly T[], index: number): T => {
    const found =
      index < 0 ? list[list.length - 1 - ((-index - 1) % list.length)] : list[index % list.length];
    if (found === undefined) throw new Error("There is nothing to choose from.");
    return found;
  };

  const put = (type: string, body: Buffer): string => {
    const whole = Buffer.concat([Buffer.from(`${type} ${body.length}\0`), body]);
    const id = createHash("sha1").update(whole).digest("hex");
    objects.set(id, whole);
    return id;
  };
  /** Changes of even numbers share a file, so the lines around them differ from branch to branch. */
  const treeOf = (files: ReadonlyMap<number, string>): string => {
    const texts = new Map<string, string>();
    for (const [change, path] of [...files].sort(([a], [b]) => a - b)) {
      texts.set(path, `${texts.get(path) ?? ""}Change ${change}\n`);
    }
    const entries = [...texts]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([path, text]) =>
        Buffer.concat([Buffer.from(`100644 ${path}\0`), Buffer.from(put("blob", Buffer.from(text)), "hex")]),
      );
    return put("tree", Buffer.concat(entries));
  };
  const commit = (
    parents: readonly number[],
    files: ReadonlyMap<number, string>,
    message: string,
    facts: Partial<Pick<MadeCommit, "change" | "takesBack" | "isPlain">> = {},
  ): number => {
    const number = commits.length;
    const person = `Ana Example <ana@example.test> ${1_790_000_000 + number} +0100`;
    const lines = [
      `tree ${treeOf(files)}`,
      ...parents.map((parent) => `parent ${of(commits, parent).id}`),
      `author ${person}`,
      `committer ${person}`,
      "",
      message.endsWith("\n") ? message : `${message}\n`,
    ];
    commits.push({
      id: put("commit", Buffer.from(lines.join("\n"))),
      parents,
      files,
      holds: new Set(files.keys()),
      change: facts.change,
      takesBack: facts.takesBack,
      isPlain: (facts.isPlain ?? true) && parents.every((parent) => of(commits, parent).isPlain),
    });
    return number;
  };
  const historyOf = (start: number): Set<number> => {
    const seen = new Set<number>();
    const open = [start];
    for (let next = open.pop(); next !== undefined; next = open.pop()) {
      if (seen.has(next)) continue;
      seen.add(next);
      open.push(...of(commits, next).parents);
    }
    return seen;
  };
  /** What a commit brings against its first parent: changes that come, and changes that go. */
  const stepOf = (number: number): { readonly comes: [number, string][]; readonly goes: number[] } => {
    const { files, parents } = of(commits, number);
    const [first] = parents;
    const before = first === undefined ? new Map<number, string>() : of(commits, first).files;
    return {
      comes: [...files].filter(([change]) => !before.has(change)),
      goes: [...before.keys()].filter((change) => !files.has(change)),
    };
  };
  /** The merge base; undefined where there are several, and git would make one up. */
  const baseOf = (one: number, other: number): ReadonlyMap<number, string> | undefined => {
    const theirs = historyOf(other);
    const common = [...historyOf(one)].filter((number) => theirs.has(number));
    const best = common.filter(
      (number) => !common.some((later) => later !== number && historyOf(later).has(number)),
    );
    if (best.length > 1) return undefined;
    const [base] = best;
    return base === undefined ? new Map() : of(commits, base).files;
  };
  const merged = (one: number, other: number): Map<number, string> | undefined => {
    const base = baseOf(one, other);
    if (base === undefined) return undefined;
    const ours = of(commits, one).files;
    const theirs = of(commits, other).files;
    const all = new Map([...base, ...ours, ...theirs]);
    return new Map(
      [...all].filter(([change]) =>
        ours.has(change) === base.has(change) ? theirs.has(change) : ours.has(change),
      ),
    );
  };

  branches.push(commit([], new Map([[0, "base.txt"]]), "Start", { change: 0 }));
  let changes = 1;
  for (const step of steps) {
    switch (step.kind) {
      case "change": {
        const at = step.on % branches.length;
        const number = changes++;
        const path = step.shared ? "shared.txt" : `${number}.txt`;
        const files = new Map(of(commits, of(branches, at)).files).set(number, path);
        branches[at] = commit([of(branches, at)], files, `Make change ${number}`, { change: number });
        break;
      }
      case "branch":
        branches.push(step.from % commits.length);
        break;
      case "root": {
        const number = changes++;
        branches.push(
          commit([], new Map([[number, `root-${number}.txt`]]), "Start anew", { change: number }),
        );
        break;
      }
      case "empty": {
        const at = step.on % branches.length;
        branches[at] = commit([of(branches, at)], of(commits, of(branches, at)).files, "Change nothing");
        break;
      }
      case "merge": {
        const at = step.on % branches.length;
        const ours = of(branches, at);
        const theirs = of(branches, step.other);
        if (historyOf(ours).has(theirs) || historyOf(theirs).has(ours)) break;
        let files = merged(ours, theirs);
        const parents = [ours, theirs];
        if (files === undefined) break;
        const third = step.third === undefined ? undefined : of(branches, step.third);
        if (
          third !== undefined &&
          !parents.some((parent) => historyOf(parent).has(third) || historyOf(third).has(parent))
        ) {
          const made = commits.length;
          // As the merge of what two already came to; that one is not kept.
          commits.push({
            id: "",
            parents,
            files,
            holds: new Set(),
            change: undefined,
            takesBack: undefined,
            isPlain: true,
          });
          const both = merged(made, third);
          commits.pop();
          if (both !== undefined) {
            files = both;
            parents.push(third);
          }
        }
        branches[at] = commit(parents, files, "Merge a branch");
        break;
      }
      case "pick": {
        const at = step.on % branches.length;
        const picked = commits.indexOf(of(commits, step.commit));
        const { comes, goes } = stepOf(picked);
        const files = new Map(of(commits, of(branches, at)).files);
        const { id, parents, isPlain } = of(commits, picked);
        if (parents.length > 1 || comes.length + goes.length === 0) break;
        if (comes.some(([change]) => files.has(change)) || goes.some((change) => !files.has(change))) break;
        for (const [change, path] of comes) files.set(change, path);
        for (const change of goes) files.delete(change);
        const hidden = [...comes.map(([, path]) => path), ...goes.map(() => "shared.txt")].includes(
          "shared.txt",
        );
        const message = `Pick ${picked}${step.tells ? `\n\n(cherry picked from commit ${id})` : ""}`;
        // The word of a revert that is picked names the commit that it reverts where it comes from.
        const isRevert = goes.length > 0;
        branches[at] = commit([of(branches, at)], files, message, {
          isPlain: isPlain && !isRevert && (step.tells || !hidden),
        });
        break;
      }
      case "revert": {
        const at = step.on % branches.length;
        const tip = of(branches, at);
        const past = [...historyOf(tip)].sort((a, b) => a - b);
        const reverted = of(past, step.commit);
        const { comes, goes } = stepOf(reverted);
        const { id, parents } = of(commits, reverted);
        const files = new Map(of(commits, tip).files);
        if (comes.length + goes.length === 0) break;
        if (comes.some(([change]) => !files.has(change)) || goes.some((change) => files.has(change))) break;
        for (const [change] of comes) files.delete(change);
        const before = parents[0] === undefined ? undefined : of(commits, parents[0]);
        for (const change of goes) files.set(change, before?.files.get(change) ?? "");
        const reversing =
          parents.length > 1 && before !== undefined ? `, reversing\nchanges made to ${before.id}` : "";
        branches[at] = commit([tip], files, `Revert ${reverted}\n\nThis reverts commit ${id}${reversing}.`, {
          takesBack: of(commits, reverted).change,
        });
        break;
      }
      case "tag": {
        const name = `v${tags.length}`;
        const under = step.of === "tag" && tags.length > 0 ? of(tags, step.commit) : undefined;
        const number = under?.commit ?? step.commit % commits.length;
        const target = under?.object ?? of(commits, number).id;
        const type = objects.get(target)?.subarray(0, 3).toString() === "tag" ? "tag" : "commit";
        const text = `object ${target}\ntype ${type}\ntag ${name}\ntagger Ana Example <ana@example.test> 1790000000 +0100\n\nOut\n`;
        const object = step.of === "light" ? target : put("tag", Buffer.from(text));
        tags.push({ object, commit: number });
        refs.push({ name: `refs/tags/${name}`, object, commit: number });
        break;
      }
      case "claim": {
        const at = step.on % branches.length;
        const { id } = of(commits, step.commit);
        const number = changes++;
        const files = new Map(of(commits, of(branches, at)).files).set(number, `${number}.txt`);
        branches[at] = commit([of(branches, at)], files, of(claims, step.words)(id), {
          change: number,
          isPlain: false,
        });
        break;
      }
      default:
        throw new Error(`There is no such step: ${String(step satisfies never)}`);
    }
  }
  branches.forEach((number, index) => {
    const name = index % 3 === 0 ? `feature/${index}` : `release/${index}`;
    refs.push({ name: `refs/heads/${name}`, object: of(commits, number).id, commit: number });
  });
  return { commits, refs, objects };
}
