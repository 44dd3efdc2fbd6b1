import type { ScopeChange } from "../../halt/ledgerRecord";
import type { Git } from "../../system/git";

/** An answer about history: `unknown` where the history at hand is cut off, or an object of it is missing. */
export type Answer = "yes" | "no" | "unknown";

/** A revert of a revert of a revert ...: deeper than this nobody goes. */
const maxDepth = 8;
/** More paths than this do not narrow a search any more. */
const mostPaths = 500;
const patchesAtOnce = 50;

/**
 * What the history of one repository says about commits, each question asked of git once. What is missing is told apart
 * from what is not so: a shallow clone answers "unknown" where a complete one would say "no".
 */
export class History {
  readonly #ancestors = new Map<string, Promise<Answer>>();
  /** Of several commits, those that are at hand. */
  readonly #here = new Map<string, Promise<readonly string[]>>();
  readonly #known = new Map<string, Promise<Traces>>();
  #shallow: Promise<boolean> | undefined;

  /** @param heads the commits that will be asked about, where it is known that there are many */
  constructor(
    private readonly git: Git,
    private readonly top: string,
    private readonly heads: readonly string[] = [],
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

  /** Whether a commit is on the line of history of another one: it, before it or after it. */
  async isOnLineOf(commit: string, other: string): Promise<Answer> {
    const answers = [await this.contains(commit, other), await this.contains(other, commit)];
    if (answers.includes("yes")) return "yes";
    if (answers.includes("unknown")) return "unknown";
    // Git takes a commit before which others are missing for one that comes after nothing.
    const isWhole = await this.#run(["rev-list", "--quiet", `${commit}...${other}`]);
    return isWhole === undefined ? "unknown" : "no";
  }

  /** Whether a commit is one of several, or an ancestor of one of them. */
  async leadsUpTo(commit: string, others: readonly string[]): Promise<Answer> {
    if (others.includes(commit)) return "yes";
    const key = others.join(" ");
    const asked = this.#here.get(key) ?? this.#present(others);
    this.#here.set(key, asked);
    const present = await asked;
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
   * a fix is picked onto other branches, too, and names the fix as it was first; so of a fix it undoes every copy, and the
   * revert of a copy undoes those that it comes after.
   * @param causes the bugs that a fix is for
   */
  async isEffective(
    commit: string,
    change: ScopeChange,
    kind: "cause" | "fix",
    causes: readonly ScopeChange[] = [],
  ): Promise<Answer> {
    const traces = await this.#traces(commit, change);
    if (traces.gaps === "history") return "unknown";
    for (const form of traces.forms) {
      if ((await this.contains(commit, form)) !== "yes") continue;
      if (await this.#isUndone(commit, namesOf(form, change, kind, traces), traces, kind, 0)) continue;
      if (kind === "cause" || (await this.#covers(commit, form, causes))) return "yes";
    }
    if (await this.isShallow()) return "unknown";
    // A fix that cannot be compared is taken for not there: the halt stays.
    return traces.gaps === "patches" && kind === "cause" ? "unknown" : "no";
  }

  async #isAncestor(ancestor: string, commit: string): Promise<Answer> {
    const asked = await this.git.run(this.top, ["merge-base", "--is-ancestor", ancestor, commit]);
    if (asked.ok) return "yes";
    // One of them is missing, or one between them. What is missing comes before nothing.
    if (asked.exitCode !== 1 && (!(await this.has(commit)) || (await this.has(ancestor)))) return "unknown";
    return (await this.isShallow()) ? "unknown" : "no";
  }

  /** What the history that is asked about says of a change; kept, as many refs may be asked about. */
  async #traces(commit: string, change: ScopeChange): Promise<Traces> {
    const heads = this.heads.includes(commit) ? this.heads : [commit];
    const key = [change.commit, change.patchId, heads === this.heads ? "" : commit].join(" ");
    const known = this.#known.get(key);
    if (known !== undefined) return known;
    const asked = this.#readTraces(heads, change);
    this.#known.set(key, asked);
    return asked;
  }

  async #readTraces(heads: readonly string[], { commit: original, patchId }: ScopeChange): Promise<Traces> {
    const range = await this.#rangeWithout(heads, original);
    const [picked, reverts, same] = await Promise.all([
      this.#messages(range, `^(cherry picked from commit ${original})`),
      this.#messages(range, "^This reverts commit [0-9a-f]"),
      this.#samePatch(range, original, patchId),
    ]);
    const merges =
      reverts === undefined || reverts.length === 0
        ? ""
        : await this.#run(["rev-list", "--merges", "--parents", ...range]);
    const byTrailer = (picked ?? []).flatMap(({ id, lines }) =>
      lines.some((line) => trailer.exec(line)?.[1] === original) ? [id] : [],
    );
    const forms = [...new Set([original, ...byTrailer, ...(same ?? [])])];
    // Over a hole before the change, what is older than it may look like a copy of it.
    const hasHole =
      forms.length > 1 &&
      (await this.has(original)) &&
      (await this.#run(["rev-list", "--quiet", original])) === undefined;
    return {
      forms,
      reverts: (reverts ?? []).flatMap(({ id, lines }) =>
        lines.flatMap((line) => {
          const [, target] = /^This reverts commit ([0-9a-f]{7,})/.exec(line) ?? [];
          return target === undefined ? [] : [{ id, target }];
        }),
      ),
      merges: (merges ?? "").split("\n").flatMap((line) => {
        const [id = "", firstParent] = line.split(" ");
        return firstParent === undefined ? [] : [{ id, firstParent }];
      }),
      gaps:
        hasHole || picked === undefined || reverts === undefined || merges === undefined
          ? "history"
          : same === undefined
            ? "patches"
            : undefined,
    };
  }

  /** The commits of a range whose message has a line that starts as a basic regular expression says. */
  async #messages(
    range: readonly string[],
    pattern: string,
  ): Promise<readonly { readonly id: string; readonly lines: readonly string[] }[] | undefined> {
    // Not `git log`, which a person's settings change.
    const listed = await this.#run([
      "rev-list",
      "--basic-regexp",
      "--encoding=UTF-8",
      "--format=%x00%H%n%B",
      `--grep=${pattern}`,
      ...range,
    ]);
    return listed
      ?.split("\0")
      .slice(1)
      .map((entry) => {
        const [id = "", ...lines] = entry.split("\n");
        return { id, lines };
      });
  }

  /** The commits of a range that make the same change; undefined where that cannot be told of all. */
  async #samePatch(
    range: readonly string[],
    original: string,
    recorded: string | undefined,
  ): Promise<readonly string[] | undefined> {
    // Where the history is cut off, a commit seems to add all that it has.
    const readable = (await this.has(original)) && !(await this.isShallow());
    const own = readable ? await this.#patchIds([original]) : new Map<string, string>();
    const wanted = readable ? own?.get(original) : recorded;
    if (own === undefined) return undefined;
    if (wanted === undefined) return [];
    const paths = readable ? await this.#pathsOf(original) : [];
    const candidates = await this.#run([
      "--literal-pathspecs",
      "rev-list",
      "--no-merges",
      // Also on a side of a merge from which nothing was taken.
      "--full-history",
      ...range,
      ...(paths.length > 0 && paths.length <= mostPaths ? ["--", ...paths] : []),
    ]);
    if (candidates === undefined) return undefined;
    const ids = await this.#patchIds(candidates.split("\n").filter((id) => id !== "" && id !== original));
    return ids && [...ids].flatMap(([id, patch]) => (patch === wanted ? [id] : []));
  }

  /** The stable patch id by commit, of those that change something; undefined where a patch cannot be read. */
  async #patchIds(commits: readonly string[]): Promise<ReadonlyMap<string, string> | undefined> {
    const ids = new Map<string, string>();
    for (let at = 0; at < commits.length; at += patchesAtOnce) {
      const some = commits.slice(at, at + patchesAtOnce);
      const found = await patchIdsOf(this.git, this.top, some);
      // One of them is too large to be read together with others.
      const each =
        found === undefined && some.length > 1
          ? await Promise.all(some.map(async (commit) => patchIdsOf(this.git, this.top, [commit])))
          : [found];
      for (const part of each) {
        if (part === undefined) return undefined;
        for (const [commit, id] of part) ids.set(commit, id);
      }
    }
    return ids;
  }

  async #pathsOf(commit: string): Promise<readonly string[]> {
    const listed = await this.#run([
      "diff-tree",
      "--no-commit-id",
      "--name-only",
      "--ignore-submodules=none",
      "-r",
      "-z",
      "--root",
      commit,
    ]);
    return listed?.split("\0").filter((path) => path !== "") ?? [];
  }

  /** The history of commits without what leads up to the change: a copy of it cannot be older. */
  async #rangeWithout(heads: readonly string[], original: string): Promise<readonly string[]> {
    const parents = await this.#run(["rev-parse", `${original}^@`]);
    const known = await this.#present(parents?.split("\n").filter((id) => id !== "") ?? []);
    return [...heads, ...known.map((id) => `^${id}`)];
  }

  /** @param after only what comes after this commit counts */
  async #isUndone(
    commit: string,
    names: Names,
    traces: Traces,
    kind: "cause" | "fix",
    depth: number,
    after?: string,
  ): Promise<boolean> {
    if (depth >= maxDepth) return false;
    const { instance, names: own, copies } = names;
    // What this finds makes the answer stricter: then a word counts also where it could mean something else.
    const stricter = depth % 2 === (kind === "fix" ? 0 : 1);
    const undoing: string[] = [];
    for (const { id, target } of traces.reverts) {
      const undoes =
        (await this.#means(target, own, stricter)) ||
        ((await this.#means(target, copies, stricter)) && (await this.contains(id, instance)) === "yes") ||
        (await this.#broughtIn(target, names, { commit, reverter: id, stricter }, traces));
      if (!undoes || (await this.contains(commit, id)) !== "yes") continue;
      if ((await this.contains(instance, id)) === "yes") continue;
      if (stricter || (await this.#isBelieved(id, target, traces))) undoing.push(id);
    }
    const isGone = async (id: string, since?: string): Promise<boolean> =>
      this.#isUndone(commit, { instance: id, names: [id], copies: [] }, traces, kind, depth + 1, since);
    // Two branches reverted it, and after their merge one of the reverts was reverted: it came back after both.
    const isBack = async (id: string): Promise<boolean> => {
      for (const other of undoing) if (other !== id && (await isGone(other, id))) return true;
      return false;
    };
    for (const id of undoing) {
      if (after !== undefined && (await this.contains(id, after)) !== "yes") continue;
      if (!(await isGone(id)) && (stricter || !(await isBack(id)))) return true;
    }
    return false;
  }

  /**
   * Who squashes a revert and the revert of that says of both that they are reverted, and changes nothing; the second is in
   * no history.
   */
  async #isBelieved(reverter: string, target: string, { reverts }: Traces): Promise<boolean> {
    for (const other of reverts.filter(({ id }) => id === reverter)) {
      if (other.target === target) continue;
      const reverted = await this.#onlyCommit(other.target);
      if (reverted === undefined || (await this.contains(reverter, reverted)) !== "yes") return false;
    }
    return true;
  }

  /**
   * Whether nothing of the bugs stands that a fix does not know of: where the fix is a revert of a bug, that is a form of the
   * bug that was picked after it, or that came in beside it.
   */
  async #covers(commit: string, fix: string, causes: readonly ScopeChange[]): Promise<boolean> {
    for (const cause of causes) {
      const traces = await this.#traces(commit, cause);
      const said = traces.reverts.filter(({ id }) => id === fix);
      const means = await Promise.all(
        said.map(async ({ target }) => this.#means(target, traces.forms, true)),
      );
      if (!means.includes(true)) continue;
      for (const form of traces.forms) {
        if ((await this.contains(commit, form)) !== "yes" || (await this.contains(fix, form)) === "yes")
          continue;
        const names = namesOf(form, cause, "cause", traces);
        if (!(await this.#isUndone(commit, names, traces, "cause", 0))) return false;
      }
    }
    return true;
  }

  /** Whether the id of a commit, or its start, stands for one of some commits. */
  async #means(target: string, names: readonly string[], alsoDoubtful: boolean): Promise<boolean> {
    if (names.includes(target)) return true;
    const meant = names.filter((name) => name.startsWith(target));
    if (alsoDoubtful) return meant.length > 0;
    return meant.length > 0 && meant.includes((await this.#onlyCommit(target)) ?? "");
  }

  /** Whether the id is that of a merge that brought a commit, or a copy of it, into its first parent's history. */
  async #broughtIn(
    target: string,
    { instance, copies }: Names,
    {
      commit,
      reverter,
      stricter,
    }: { readonly commit: string; readonly reverter: string; readonly stricter: boolean },
    { merges }: Traces,
  ): Promise<boolean> {
    const merge = merges.find(({ id }) => id.startsWith(target));
    if (merge === undefined) return false;
    const isMeant = stricter || merge.id === target || (await this.#onlyCommit(target)) === merge.id;
    const holds = async (later: string, earlier: string): Promise<boolean> =>
      (await this.contains(later, earlier)) === "yes";
    if (!isMeant || !(await holds(commit, merge.id)) || (await holds(merge.firstParent, instance)))
      return false;
    if (await holds(merge.id, instance)) return true;
    if (copies.length === 0 || !(await holds(reverter, instance))) return false;
    for (const copy of copies) {
      if ((await holds(merge.id, copy)) && !(await holds(merge.firstParent, copy))) return true;
    }
    return false;
  }

  /** The commit whose id starts so, when there is but one. No ref of that name is meant. */
  async #onlyCommit(start: string): Promise<string | undefined> {
    const listed = await this.#run(["rev-parse", `--disambiguate=${start}`]);
    const commits = await this.#present(listed?.split("\n").filter((id) => id !== "") ?? []);
    return commits.length === 1 ? commits[0] : undefined;
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

/** What a history says of one change. */
interface Traces {
  /** The change itself, and the commits that say they are picked from it or make the same change. */
  readonly forms: readonly string[];
  /** Commits that say which other one they revert, by its id or the start of it. */
  readonly reverts: readonly { readonly id: string; readonly target: string }[];
  readonly merges: readonly { readonly id: string; readonly firstParent: string }[];
  /** What of that could not be read. */
  readonly gaps: "history" | "patches" | undefined;
}

/** How a revert may call what it undoes. */
interface Names {
  readonly instance: string;
  readonly names: readonly string[];
  /** Other commits of the same change: who takes one back that holds the instance, takes both back. */
  readonly copies: readonly string[];
}

function namesOf(form: string, { commit }: ScopeChange, kind: "cause" | "fix", { forms }: Traces): Names {
  return kind === "fix"
    ? { instance: form, names: [form, commit], copies: forms }
    : { instance: form, names: [form], copies: [] };
}

/** As `git cherry-pick -x` writes it. */
const trailer = /^\(cherry picked from commit ([0-9a-f]+)\)\s*$/;

/** The stable patch id of a commit; undefined for a merge, an empty commit, or one that is not at hand. */
export async function patchIdOf(git: Git, top: string, commit: string): Promise<string | undefined> {
  return (await patchIdsOf(git, top, [commit]))?.get(commit);
}

/** What is binary has no patch but the whole ids of its contents. */
async function patchIdsOf(
  git: Git,
  top: string,
  commits: readonly string[],
): Promise<ReadonlyMap<string, string> | undefined> {
  if (commits.length === 0) return new Map();
  const patch = await git.run(
    top,
    [
      "diff-tree",
      "--stdin",
      "-p",
      "--root",
      "--full-index",
      "--no-ext-diff",
      "--no-textconv",
      "--ignore-submodules=none",
    ],
    { input: commits.map((id) => `${id}\n`).join(""), encoding: "latin1" },
  );
  if (!patch.ok) return undefined;
  const ids = await git.run(top, ["patch-id", "--stable"], { input: patch.out, encoding: "latin1" });
  if (!ids.ok) return undefined;
  return new Map(
    ids.out.split("\n").flatMap((line): [string, string][] => {
      const [id = "", commit] = line.split(" ");
      return commit === undefined ? [] : [[commit, id]];
    }),
  );
}
