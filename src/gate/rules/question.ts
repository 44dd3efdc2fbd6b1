import type { Settings } from "../../halt/settings";
import type { Git } from "../../system/git";
import { gateDefaults } from "../gateDefaults";
import { bypassBranches, ledgerBranch } from "../ledger/ledgerRefs";

/** What is asked: may this go out? Names as a person types them. */
export interface ReleaseQuestion {
  readonly ref?: string;
  readonly tag?: string;
  readonly commit?: string;
  readonly component?: string;
  readonly environment?: string;
}

/** The question in git's terms. */
export interface Release {
  /** The full name of the ref; empty when no name was given, so that none can be ruled out. */
  readonly ref: string;
  /** The commit that would go out; undefined when it is not here. */
  readonly commit: string | undefined;
  readonly component: string | undefined;
  readonly environment: string | undefined;
  /** All names by which the environment is meant, in small letters; those of production stand for one another. */
  readonly environments?: readonly string[];
}

export type Resolved =
  | { readonly ok: true; readonly release: Release }
  /** With the ref's full name, where only the commit is not known. */
  | { readonly ok: false; readonly message: string; readonly ref: string };

/** Finds the ref and the commit that are meant. A tag that is not there yet would be made at HEAD. */
export async function resolveQuestion(
  git: Git,
  top: string,
  question: ReleaseQuestion,
  remote: string | undefined,
): Promise<Resolved> {
  const { component, environment } = question;
  const commitOf = async (name: string): Promise<string | undefined> => {
    if (name.startsWith("-")) return undefined;
    const found = await git.run(top, [
      "rev-parse",
      "--verify",
      "--quiet",
      "--end-of-options",
      `${name}^{commit}`,
    ]);
    return found.ok ? found.out.trim() : undefined;
  };
  const rest = { component, environment };
  for (const name of [question.ref, question.tag]) {
    if (name === undefined) continue;
    const full = `refs/tags/${name.replace(/^refs\//, "")}`;
    // No branch or tag is called like an option, but for one that was made behind git's back: that has its full name.
    if (name.startsWith("-") || !(await git.run(top, ["check-ref-format", full])).ok) {
      return { ok: false, message: "Git allows no ref of the name that was given.", ref: "" };
    }
  }
  const { ref, commit } = await found(git, top, question, remote ?? "origin", commitOf);
  const asked = question.commit === undefined ? undefined : await commitOf(question.commit);
  if (question.commit !== undefined && asked === undefined) {
    return { ok: false, message: "The commit that was given is not here. Fetch it first.", ref };
  }
  return { ok: true, release: { ref, commit: asked ?? commit, ...rest } };
}

type Found = Pick<Release, "ref" | "commit">;

async function found(
  git: Git,
  top: string,
  { ref: named, tag }: ReleaseQuestion,
  remote: string,
  commitOf: (name: string) => Promise<string | undefined>,
): Promise<Found> {
  // Also where what it points to is missing. `git rev-parse` would try other places, such as a branch of that name.
  const exists = async (ref: string): Promise<boolean> => {
    const listed = await git.run(top, ["for-each-ref", "--format=%(refname)", ref]);
    return listed.ok && listed.out.split("\n").includes(ref);
  };
  const byFullName = async (ref: string): Promise<Found> => ({
    ref: atRemote(ref, remote),
    commit: (await exists(ref)) ? await commitOf(ref) : undefined,
  });
  if (tag !== undefined) {
    const ref = `refs/tags/${tag.replace(/^refs\/tags\//, "")}`;
    // A tag that is not there yet is about to be made at HEAD.
    return { ref, commit: await commitOf((await exists(ref)) ? ref : "HEAD") };
  }
  // What a pipeline gets for the branch when there is none rules no name out.
  if (named === undefined || named === "HEAD" || named === "@")
    return { ref: "", commit: await commitOf("HEAD") };
  if (named.startsWith("refs/")) return byFullName(named);
  for (const place of [`refs/heads/${named}`, `refs/tags/${named}`, `refs/remotes/${remote}/${named}`]) {
    if (await exists(place)) return byFullName(place);
  }
  if (/^(heads|tags)\//.test(named)) return byFullName(`refs/${named}`);
  if (named.startsWith(`${remote}/`)) return byFullName(`refs/remotes/${named}`);
  // What may be the id of a commit that is not here rules no name out.
  if (/^[0-9a-f]{7,}$/i.test(named)) return { ref: "", commit: await commitOf(named) };
  return { ref: `refs/heads/${named}`, commit: undefined };
}

/** A branch of the remote is meant by the name that it has there. */
function atRemote(ref: string, remote: string): string {
  const folder = `refs/remotes/${remote}/`;
  if (/^refs\/remotes\/.*\/HEAD$/.test(ref)) return "";
  return ref.startsWith(folder) ? `refs/heads/${ref.slice(folder.length)}` : ref;
}

/** Whether a ref's full name fits a pattern, in which `*` stands for any characters. */
export function matchesPattern(ref: string, pattern: string): boolean {
  const [first = "", ...rest] = pattern.split("*");
  const last = rest.pop();
  if (last === undefined) return ref === pattern;
  if (!ref.startsWith(first)) return false;
  let at = first.length;
  // The first place that fits leaves the most for the rest: nothing has to be tried twice.
  for (const part of rest) {
    const found = ref.indexOf(part, at);
    if (found < 0) return false;
    at = found + part.length;
  }
  return ref.length - last.length >= at && ref.endsWith(last);
}

/** Whether what is asked is a release at all, as the settings say; a halt may name further refs. */
export function isRelease({ ref, environment }: Release, settings: Settings): boolean {
  if (ref === "" || environment !== undefined) return true;
  return (settings.releaseRefs ?? gateDefaults.releaseRefs).some((pattern) => matchesPattern(ref, pattern));
}

/** The gate's own refs are never releases. */
export function isOwnRef(ref: string, settings: Settings): boolean {
  return (
    ref === `refs/heads/${ledgerBranch(settings)}` ||
    ref.startsWith(bypassBranches(settings)) ||
    ref.startsWith("refs/release-halt/")
  );
}

/** Whether not knowing blocks: in production it does, and where no environment is named nobody knows that it is not. */
export function isProduction({ environment }: Release, settings: Settings): boolean {
  return environment === undefined || productionNames(settings).includes(smallLetters(environment));
}

/** The names by which an environment is meant, in small letters. */
export function environmentNames(environment: string, settings: Settings): readonly string[] {
  const name = smallLetters(environment);
  const production = productionNames(settings);
  return production.includes(name) ? production : [name];
}

function productionNames(settings: Settings): readonly string[] {
  return (settings.productionEnvironments ?? gateDefaults.production).map(smallLetters);
}

/** As the form of the gate without Node does it: the letters of ASCII only. */
export function smallLetters(text: string): string {
  return text.replaceAll(/[A-Z]/g, (letter) => letter.toLowerCase());
}
