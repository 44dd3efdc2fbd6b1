import type { ScopeChange } from "../../halt/ledgerRecord";
import type { Git } from "../../system/git";
import { gateLimits } from "../gateDefaults";
import { Ancestry, type Answer } from "./ancestry";
import { readTraces, type Traces } from "./traces";

/** What the history of one repository says about commits and about changes, each question asked of git once. */
export class History {
  readonly ancestry: Ancestry;
  readonly #known = new Map<string, Promise<Traces>>();

  /** @param heads the commits that will be asked about, where it is known that there are many */
  constructor(
    git: Git,
    top: string,
    private readonly heads: readonly string[] = [],
  ) {
    this.ancestry = new Ancestry(git, top);
  }

  /**
   * Whether a change is at work in a commit: it, or a copy of it, is in its history, and was not undone there. The revert of
   * a fix is picked onto other branches, too, and names the fix as it was first; so of a fix it undoes every copy, and the
   * revert of a copy undoes those that it comes after. What takes a fix back just as it was undoes it without a word.
   * @param causes the bugs that a fix is for
   */
  async isEffective(
    commit: string,
    change: ScopeChange,
    kind: "cause" | "fix",
    causes: readonly ScopeChange[] = [],
  ): Promise<Answer> {
    const traces = await this.#traces(commit, change, kind);
    if (traces.gaps === "history") return "unknown";
    for (const form of traces.forms) {
      if ((await this.ancestry.contains(commit, form)) !== "yes") continue;
      if (await this.#isUndone(commit, namesOf(form, change, kind, traces), traces, kind, 0)) continue;
      if (kind === "cause" || (await this.#covers(commit, form, causes))) return "yes";
    }
    if (await this.ancestry.isShallow()) return "unknown";
    // A fix that cannot be compared is taken for not there: the halt stays.
    return traces.gaps === "patches" && kind === "cause" ? "unknown" : "no";
  }

  /** What the history that is asked about says of a change; kept, as many refs may be asked about. */
  async #traces(commit: string, change: ScopeChange, kind: "cause" | "fix"): Promise<Traces> {
    const heads = this.heads.includes(commit) ? this.heads : [commit];
    const key = [kind, change.commit, change.patchId, heads === this.heads ? "" : commit].join(" ");
    const known = this.#known.get(key);
    if (known !== undefined) return known;
    const asked = readTraces(this.ancestry, heads, change, kind);
    this.#known.set(key, asked);
    return asked;
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
    if (depth >= gateLimits.revertsDeep) return false;
    const { instance, names: own, copies } = names;
    // What this finds makes the answer stricter: then a word counts also where it could mean something else.
    const stricter = depth % 2 === (kind === "fix" ? 0 : 1);
    const undoing =
      depth === 0 && kind === "fix" ? [...(await this.#takenBack(commit, instance, traces))] : [];
    for (const { id, target } of traces.reverts) {
      const undoes =
        (await this.#means(target, own, stricter)) ||
        ((await this.#means(target, copies, stricter)) &&
          (await this.ancestry.contains(id, instance)) === "yes") ||
        (await this.#broughtIn(target, names, { commit, reverter: id, stricter }, traces));
      if (!undoes || (await this.ancestry.contains(commit, id)) !== "yes") continue;
      if ((await this.ancestry.contains(instance, id)) === "yes") continue;
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
      if (after !== undefined && (await this.ancestry.contains(id, after)) !== "yes") continue;
      if (!(await isGone(id)) && (stricter || !(await isBack(id)))) return true;
    }
    return false;
  }

  /** The commits that come after a fix and take back just what it did: whatever they say, it is gone there. */
  async #takenBack(commit: string, fix: string, { inverses }: Traces): Promise<readonly string[]> {
    const found = inverses.map(async (id) => {
      const [follows, isIn] = [this.ancestry.contains(id, fix), this.ancestry.contains(commit, id)];
      return id !== fix && (await follows) === "yes" && (await isIn) === "yes" ? [id] : [];
    });
    return (await Promise.all(found)).flat();
  }

  /**
   * Who squashes a revert and the revert of that says of both that they are reverted, and changes nothing; the second is in
   * no history.
   */
  async #isBelieved(reverter: string, target: string, { reverts }: Traces): Promise<boolean> {
    for (const other of reverts.filter(({ id }) => id === reverter)) {
      if (other.target === target) continue;
      const reverted = await this.ancestry.onlyCommit(other.target);
      if (reverted === undefined || (await this.ancestry.contains(reverter, reverted)) !== "yes")
        return false;
    }
    return true;
  }

  /**
   * Whether nothing of the bugs stands that a fix does not know of: where the fix is a revert of a bug, that is a form of the
   * bug that was picked after it, or that came in beside it.
   */
  async #covers(commit: string, fix: string, causes: readonly ScopeChange[]): Promise<boolean> {
    for (const cause of causes) {
      const traces = await this.#traces(commit, cause, "cause");
      const said = traces.reverts.filter(({ id }) => id === fix);
      const means = await Promise.all(
        said.map(async ({ target }) => this.#means(target, traces.forms, true)),
      );
      if (!means.includes(true)) continue;
      for (const form of traces.forms) {
        if (
          (await this.ancestry.contains(commit, form)) !== "yes" ||
          (await this.ancestry.contains(fix, form)) === "yes"
        )
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
    return meant.length > 0 && meant.includes((await this.ancestry.onlyCommit(target)) ?? "");
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
    const isMeant = stricter || merge.id === target || (await this.ancestry.onlyCommit(target)) === merge.id;
    const holds = async (later: string, earlier: string): Promise<boolean> =>
      (await this.ancestry.contains(later, earlier)) === "yes";
    if (!isMeant || !(await holds(commit, merge.id)) || (await holds(merge.firstParent, instance)))
      return false;
    if (await holds(merge.id, instance)) return true;
    if (copies.length === 0 || !(await holds(reverter, instance))) return false;
    for (const copy of copies) {
      if ((await holds(merge.id, copy)) && !(await holds(merge.firstParent, copy))) return true;
    }
    return false;
  }
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
