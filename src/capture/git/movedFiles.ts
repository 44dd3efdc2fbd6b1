import type { Git } from "../../system/git";

/** Where git says that files went, each question asked once. */
export class MovedFiles {
  readonly #git: Git;
  readonly #top: string;
  readonly #signal: AbortSignal | undefined;
  readonly #since = new Map<string, Promise<Renames>>();
  #answered = true;

  /** @param top the repository's top folder */
  constructor(git: Git, top: string, signal?: AbortSignal) {
    this.#git = git;
    this.#top = top;
    this.#signal = signal;
  }

  /** Whether git answered all that it was asked: where it did not, what was not found may be there. */
  get answered(): boolean {
    return this.#answered;
  }

  /** The names in the work tree of what was moved, or copied in part, from a path since a commit; none where it is not there. */
  async since(commit: string, path: string): Promise<readonly string[]> {
    const asked = this.#since.get(commit) ?? this.#renames(["diff", ...detecting, commit]);
    this.#since.set(commit, asked);
    return (await asked).get(path) ?? [];
  }

  /**
   * The names that a path which is not there had later on, by the commits that took it away: for a commit that is gone
   * with a rebase, and a file that was moved and edited again and again.
   */
  async alongHistory(path: string): Promise<readonly string[]> {
    const names: string[] = [];
    let before = [path];
    for (let step = 0; step < mostSteps && before.length > 0; step += 1) {
      const after = await Promise.all(before.slice(0, mostNames).map(async (name) => this.#next(name)));
      before = [...new Set(after.flat())].filter((name) => name !== path && !names.includes(name));
      names.push(...before);
    }
    // Not in a commit yet.
    const here = await Promise.all([path, ...names].map(async (name) => this.since("HEAD", name)));
    return [...here.flat(), ...names.reverse()];
  }

  /** Files of the work tree with the same name in another folder, also such that git does not follow. */
  async sameName(path: string): Promise<readonly string[]> {
    const name = path.slice(path.lastIndexOf("/") + 1).replace(/[\\*?[\]]/g, String.raw`\$&`);
    const asked = ["ls-files", "-z", "--cached", "--others", "--exclude-standard", "--", `:(glob)**/${name}`];
    return this.#names(asked);
  }

  /** Files of the work tree that hold a text, also such that git does not follow. */
  async holding(text: string): Promise<readonly string[]> {
    const flags = ["-z", "-l", "-F", "-I", "--untracked", "--no-recurse-submodules", "--full-name"];
    return this.#names(["grep", ...flags, "-e", text]);
  }

  /** Whether a path lies in a submodule. */
  async isInSubmodule(path: string): Promise<boolean> {
    const segments = path.split("/");
    const folders = segments.map((_, index) => segments.slice(0, index + 1).join("/"));
    const listed = await this.#run(["--literal-pathspecs", "ls-files", "-z", "--stage", "--", ...folders]);
    return listed.split("\0").some((entry) => entry.startsWith("160000 "));
  }

  /** What the last commit that changed a path made of it. */
  async #next(path: string): Promise<readonly string[]> {
    const last = await this.#run(["--literal-pathspecs", "log", "-1", "--format=%H", "--", path]);
    if (last.trim() === "") return [];
    const renames = await this.#renames(["diff-tree", "-r", "--no-commit-id", ...detecting, last.trim()]);
    return renames.get(path) ?? [];
  }

  async #renames(args: readonly string[]): Promise<Renames> {
    const renames = new Map<string, string[]>();
    const fields = (await this.#run(args)).split("\0");
    for (let at = 0; at + 2 < fields.length; at += 3) {
      const [status = "", from = "", to = ""] = fields.slice(at);
      if (status.startsWith("R") && Number(status.slice(1)) < leastOfRenamed) continue;
      renames.set(from, [...(renames.get(from) ?? []), to]);
    }
    return renames;
  }

  async #names(args: readonly string[]): Promise<readonly string[]> {
    return [...new Set((await this.#run(args)).split("\0"))]
      .filter((name) => name !== "")
      .slice(0, mostNames);
  }

  /** What git prints; nothing where it knows nothing of it, as of a commit that is gone. */
  async #run(args: readonly string[]): Promise<string> {
    const options = { timeoutMs, maxBytes, ...(this.#signal && { signal: this.#signal }) };
    const result = await this.#git.run(this.#top, args, options);
    if (result.ok) return result.out;
    if (result.exitCode === undefined) this.#answered = false;
    return "";
  }
}

type Renames = ReadonlyMap<string, readonly string[]>;

/** Of a file that was copied from, too: a part of it, in per cent, may have been moved out. */
const detecting = ["--name-status", "-z", "-C20%", "-l2000", "--diff-filter=RC", "--no-ext-diff"];
/** As git has it. */
const leastOfRenamed = 50;
const timeoutMs = 15_000;
const maxBytes = 8 * 1024 * 1024;
const mostSteps = 10;
const mostNames = 50;
