import type { ScopeChange } from "../../halt/ledgerRecord";
import type { Git } from "../../system/git";

/** An answer about history: `unknown` where the history at hand is cut off, or an object of it is missing. */
export type Answer = "yes" | "no" | "unknown";

/** A revert of a revert of a revert ...: deeper than this nobody goes. */
const maxDepth = 8;

/**
 * What the history of one repository says about commits, each question asked of git once. What is missing is told apart
 * from what is not so: a shallow clone answers "unknown" where a complete one would say "no".
 */
export class History {
  readonly #ancestors = new Map<string, Promise<Answer>>();
  readonly #reverts = new Map<string, Promise<readonly Revert[]>>();
  #shallow: Promise<boolean> | undefined;

  constructor(
    private readonly git: Git,
    private readonly top: string,
  ) {}

  /** Whether the history is cut off, as a pipeline's checkout has it. */
  async isShallow(): Promise<boolean> {
    this.#shallow ??= this.#run(["rev-parse", "--is-shallow-repository"]).then(
      (out) => out?.trim() === "true",
    );
    return this.#shallow;
  }

  async has(commit: string): Promise<boolean> {
    return (await this.#run(["cat-file", "-e", `${commit}^{commit}`])) !== undefined;
  }

  /** Whether a commit is another one, or an ancestor of it. */
  async contains(commit: string, ancestor: string): Promise<Answer> {
    if (commit === ancestor) return "yes";
    const key = `${ancestor} ${commit}`;
    const known = this.#ancestors.get(key);
    if (known !== undefined) return known;
    const asked = this.#isAncestor(ancestor, commit);
    this.#ancestors.set(key, asked);
    return asked;
  }

  /** Whether a commit is one of several, or an ancestor of one of them. */
  async leadsUpTo(commit: string, others: readonly string[]): Promise<Answer> {
    if (others.includes(commit)) return "yes";
    const present = await this.#present(others);
    if (present.length > 0) {
      // Nothing is left of the commit when one of the others contains it.
      const left = await this.#run(["rev-list", "--max-count=1", commit, "--not", ...present]);
      if (left === undefined) return "unknown";
      if (left.trim() === "") return "yes";
    }
    return others.length > 0 && (await this.isShallow()) ? "unknown" : "no";
  }

  /**
   * Whether a change is at work in a commit: it, or a copy of it, is in its history, and was not undone there. The revert of
   * a fix is picked onto other branches, too, and names the fix as it was first; so of a fix it undoes every copy.
   */
  async isEffective(commit: string, change: ScopeChange, kind: "cause" | "fix" = "cause"): Promise<Answer> {
    const found = await this.contains(commit, change.commit);
    if (found === "yes" && !(await this.#isUndone(commit, [change.commit], 0))) return "yes";
    const copies = await this.#copies(commit, change);
    for (const copy of copies.found) {
      const names: [string, ...string[]] = kind === "fix" ? [copy, change.commit] : [copy];
      if (!(await this.#isUndone(commit, names, 0))) return "yes";
    }
    // A fix that cannot be compared is taken for not there: the halt stays.
    if (!copies.complete && kind === "cause") return "unknown";
    return found === "unknown" ? "unknown" : "no";
  }

  async #isAncestor(ancestor: string, commit: string): Promise<Answer> {
    if (!(await this.has(commit))) return "unknown";
    const asked = (await this.has(ancestor))
      ? await this.git.run(this.top, ["merge-base", "--is-ancestor", ancestor, commit])
      : undefined;
    if (asked?.ok === true) return "yes";
    if (asked !== undefined && asked.exitCode !== 1) return "unknown";
    return (await this.isShallow()) ? "unknown" : "no";
  }

  /** The commits of a history that say they are picked from the change, or make the same change. */
  async #copies(
    commit: string,
    { commit: original, patchId }: ScopeChange,
  ): Promise<{ readonly found: readonly string[]; readonly complete: boolean }> {
    const range = await this.#rangeWithout(commit, original);
    const picked = await this.#run([
      "log",
      "--format=%H%x00%B%x00%x00",
      "--fixed-strings",
      `--grep=(cherry picked from commit ${original})`,
      ...range,
    ]);
    const byTrailer = (picked ?? "").split("\0\0\n").flatMap((entry) => {
      const [id = "", message = ""] = entry.split("\0");
      return message.split(/\r?\n/).includes(`(cherry picked from commit ${original})`) ? [id.trim()] : [];
    });
    const byPatch = await this.#samePatch(range, original, patchId);
    const found = new Set([...byTrailer, ...(byPatch ?? [])]);
    found.delete(original);
    return { found: [...found], complete: picked !== undefined && byPatch !== undefined };
  }

  async #samePatch(
    range: readonly string[],
    original: string,
    recorded: string | undefined,
  ): Promise<readonly string[] | undefined> {
    const here = await this.has(original);
    const own = here && recorded === undefined ? await patchOf(this.git, this.top, original) : "";
    if (own === undefined) return undefined;
    const wanted = recorded ?? (await patchIdOfPatch(this.git, this.top, own));
    if (wanted === undefined) return [];
    const paths = here ? await this.#pathsOf(original) : [];
    const candidates = await this.#run([
      "--literal-pathspecs",
      "rev-list",
      "--no-merges",
      // Also on a side of a merge from which nothing was taken.
      "--full-history",
      ...range,
      ...(paths.length > 0 ? ["--", ...paths] : []),
    ]);
    if (candidates === undefined) return undefined;
    const same: string[] = [];
    for (const candidate of candidates.split("\n").filter((id) => id !== "" && id !== original)) {
      const patch = await patchOf(this.git, this.top, candidate);
      if (patch === undefined) return undefined;
      if ((await patchIdOfPatch(this.git, this.top, patch)) === wanted) same.push(candidate);
    }
    return same;
  }

  async #pathsOf(commit: string): Promise<readonly string[]> {
    const listed = await this.#run([
      "diff-tree",
      "--no-commit-id",
      "--name-only",
      "-r",
      "-z",
      "--root",
      commit,
    ]);
    return listed?.split("\0").filter((path) => path !== "") ?? [];
  }

  /** The history of a commit without what leads up to the change: a copy of it cannot be older. */
  async #rangeWithout(commit: string, original: string): Promise<readonly string[]> {
    const parents = await this.#run(["rev-parse", `${original}^@`]);
    const known = await this.#present(parents?.split("\n").filter((id) => id !== "") ?? []);
    return known.length > 0 ? [commit, "--not", ...known] : [commit];
  }

  /** @param names the commit, and what else a revert of it may call it */
  async #isUndone(commit: string, names: readonly [string, ...string[]], depth: number): Promise<boolean> {
    if (depth >= maxDepth) return false;
    const [instance] = names;
    for (const { id, reverted } of await this.#revertsSince(instance, commit)) {
      const undoes = names.includes(reverted) || (await this.#broughtIn(reverted, instance));
      if (undoes && !(await this.#isUndone(commit, [id], depth + 1))) return true;
    }
    return false;
  }

  /** Whether a merge brought a commit into its first parent's history. */
  async #broughtIn(merge: string, commit: string): Promise<boolean> {
    const parents =
      (await this.#run(["rev-parse", `${merge}^@`]))?.split("\n").filter((id) => id !== "") ?? [];
    const [first, ...others] = parents;
    if (first === undefined || others.length === 0) return false;
    return (await this.contains(merge, commit)) === "yes" && (await this.contains(first, commit)) === "no";
  }

  async #revertsSince(instance: string, commit: string): Promise<readonly Revert[]> {
    const key = `${instance}..${commit}`;
    const known = this.#reverts.get(key);
    if (known !== undefined) return known;
    const asked = this.#readReverts(key);
    this.#reverts.set(key, asked);
    return asked;
  }

  async #readReverts(range: string): Promise<readonly Revert[]> {
    const log = await this.#run([
      "log",
      "--format=%H%x00%B%x00%x00",
      "--grep=^This reverts commit [0-9a-f]",
      range,
    ]);
    const named = (log ?? "").split("\0\0\n").flatMap((entry) => {
      const [id = "", message = ""] = entry.split("\0");
      return [...message.matchAll(/^This reverts commit ([0-9a-f]{7,64})\b/gm)].map(([, reverted = ""]) => ({
        id: id.trim(),
        reverted,
      }));
    });
    return Promise.all(
      named.map(async ({ id, reverted }) => {
        const full = await this.#run(["rev-parse", "--verify", "--quiet", `${reverted}^{commit}`]);
        return { id, reverted: full?.trim() ?? reverted };
      }),
    );
  }

  async #present(commits: readonly string[]): Promise<readonly string[]> {
    if (commits.length === 0) return [];
    const checked = await this.git.run(this.top, ["cat-file", "--batch-check=%(objectname) %(objecttype)"], {
      input: commits.map((id) => `${id}\n`).join(""),
    });
    if (!checked.ok) return [];
    return checked.out.split("\n").flatMap((line) => {
      const [, id] = /^([0-9a-f]+) commit$/.exec(line) ?? [];
      return id === undefined ? [] : [id];
    });
  }

  async #run(args: readonly string[]): Promise<string | undefined> {
    const result = await this.git.run(this.top, args);
    return result.ok ? result.out : undefined;
  }
}

interface Revert {
  readonly id: string;
  /** The commit that it says it reverts. */
  readonly reverted: string;
}

/** The stable patch id of a commit; undefined for a merge, an empty commit, or one that is not at hand. */
export async function patchIdOf(git: Git, top: string, commit: string): Promise<string | undefined> {
  const patch = await patchOf(git, top, commit);
  return patch === undefined ? undefined : patchIdOfPatch(git, top, patch);
}

async function patchOf(git: Git, top: string, commit: string): Promise<string | undefined> {
  const args = ["diff-tree", "-p", "--no-ext-diff", "--no-textconv", "--root", commit];
  const patch = await git.run(top, args, { encoding: "latin1" });
  return patch.ok ? patch.out : undefined;
}

async function patchIdOfPatch(git: Git, top: string, patch: string): Promise<string | undefined> {
  const id = await git.run(top, ["patch-id", "--stable"], { input: patch, encoding: "latin1" });
  return id.ok ? /^[0-9a-f]{40,64}/.exec(id.out)?.[0] : undefined;
}
