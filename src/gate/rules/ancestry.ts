import type { Git } from "../../system/git";

/** An answer about history: `unknown` where the history at hand is cut off, or an object of it is missing. */
export type Answer = "yes" | "no" | "unknown";

/**
 * Which commits of a repository come before which others, each question asked of git once. What is missing is told apart
 * from what is not so: a shallow clone answers "unknown" where a complete one would say "no".
 */
export class Ancestry {
  readonly #containing = new Map<string, Promise<Answer>>();
  readonly #leading = new Map<string, Promise<Answer>>();
  readonly #here = new Map<string, Promise<readonly string[]>>();
  #shallow: Promise<boolean> | undefined;

  constructor(
    readonly git: Git,
    readonly top: string,
  ) {}

  /** Whether the history is cut off, as a pipeline's checkout has it; also where git does not say. */
  async isShallow(): Promise<boolean> {
    this.#shallow ??= this.run(["rev-parse", "--is-shallow-repository"]).then(
      (out) => out?.trim() !== "false",
    );
    return this.#shallow;
  }

  /** Whether a commit is at hand. */
  async has(commit: string): Promise<boolean> {
    return (await this.run(["cat-file", "-e", `${commit}^{commit}`])) !== undefined;
  }

  /** Whether a commit is another one, or an ancestor of it. */
  async contains(commit: string, ancestor: string): Promise<Answer> {
    if (commit === ancestor) return "yes";
    return once(this.#containing, `${ancestor} ${commit}`, async () => this.#isAncestor(ancestor, commit));
  }

  /** Whether a commit is on the line of history of another one: it, before it or after it. */
  async isOnLineOf(commit: string, other: string): Promise<Answer> {
    const answers = [await this.contains(commit, other), await this.contains(other, commit)];
    if (answers.includes("yes")) return "yes";
    if (answers.includes("unknown")) return "unknown";
    // Git takes a commit before which others are missing for one that comes after nothing.
    const isWhole = await this.run(["rev-list", "--quiet", `${commit}...${other}`]);
    return isWhole === undefined ? "unknown" : "no";
  }

  /** Whether a commit is one of several, or an ancestor of one of them. */
  async leadsUpTo(commit: string, others: readonly string[]): Promise<Answer> {
    if (others.includes(commit)) return "yes";
    // Many halts were placed when the same commits were out.
    return once(this.#leading, `${commit} ${others.join(" ")}`, async () => this.#leadsUpTo(commit, others));
  }

  /** The commit whose id starts so, when there is but one. No ref of that name is meant. */
  async onlyCommit(start: string): Promise<string | undefined> {
    const listed = await this.run(["rev-parse", `--disambiguate=${start}`]);
    const commits = await this.present(listed?.split("\n").filter((id) => id !== "") ?? []);
    return commits.length === 1 ? commits[0] : undefined;
  }

  /** Of several commits, those that are at hand. */
  async present(commits: readonly string[]): Promise<readonly string[]> {
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

  async #leadsUpTo(commit: string, others: readonly string[]): Promise<Answer> {
    const present = await once(this.#here, others.join(" "), async () => this.present(others));
    if (present.length > 0) {
      // Nothing is left of the commit when one of the others contains it.
      const left = await this.run(["rev-list", "--max-count=1", commit, "--not", ...present]);
      if (left === undefined) return "unknown";
      if (left.trim() === "") return "yes";
    }
    return others.length > 0 && (await this.isShallow()) ? "unknown" : "no";
  }

  async #isAncestor(ancestor: string, commit: string): Promise<Answer> {
    const asked = await this.git.run(this.top, ["merge-base", "--is-ancestor", ancestor, commit]);
    if (asked.ok) return "yes";
    // One of them is missing, or one between them. What is missing comes before nothing.
    if (asked.exitCode !== 1 && (!(await this.has(commit)) || (await this.has(ancestor)))) return "unknown";
    return (await this.isShallow()) ? "unknown" : "no";
  }

  /** What git prints; undefined where it fails. */
  async run(args: readonly string[]): Promise<string | undefined> {
    const result = await this.git.run(this.top, args);
    return result.ok ? result.out : undefined;
  }
}

function once<Value>(
  known: Map<string, Promise<Value>>,
  key: string,
  ask: () => Promise<Value>,
): Promise<Value> {
  const asked = known.get(key) ?? ask();
  known.set(key, asked);
  return asked;
}
