import type { Settings } from "../../halt/settings";
import type { Git } from "../../system/git";
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
}

export type Resolved =
  { readonly ok: true; readonly release: Release } | { readonly ok: false; readonly message: string };

const defaultReleaseRefs: readonly string[] = [
  "refs/tags/*",
  "refs/heads/release/*",
  "refs/heads/releases/*",
  "refs/heads/release-*",
  "refs/heads/hotfix/*",
];

const defaultProduction: readonly string[] = ["production", "prod", "live"];

/** Finds the ref and the commit that are meant. A tag that is not there yet would be made at HEAD. */
export async function resolveQuestion(
  git: Git,
  top: string,
  question: ReleaseQuestion,
  remote: string | undefined,
): Promise<Resolved> {
  const { component, environment } = question;
  const commitOf = async (name: string): Promise<string | undefined> => {
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
  const asked = question.commit === undefined ? undefined : await commitOf(question.commit);
  if (question.commit !== undefined && asked === undefined) {
    return { ok: false, message: `The commit ${question.commit} is not in this clone.` };
  }
  if (question.tag !== undefined) {
    const ref = `refs/tags/${question.tag.replace(/^refs\/tags\//, "")}`;
    const commit = asked ?? (await commitOf(ref)) ?? (await commitOf("HEAD"));
    return { ok: true, release: { ref, commit, ...rest } };
  }
  if (question.ref === undefined) {
    return { ok: true, release: { ref: "", commit: asked ?? (await commitOf("HEAD")), ...rest } };
  }
  const named = question.ref;
  const ofRemote = `refs/remotes/${remote ?? "origin"}/`;
  const places = named.startsWith("refs/")
    ? [named]
    : [`refs/heads/${named}`, `refs/tags/${named}`, `${ofRemote}${named}`];
  for (const place of places) {
    const commit = await commitOf(place);
    if (commit === undefined) continue;
    const ref = place.startsWith(ofRemote) ? `refs/heads/${place.slice(ofRemote.length)}` : place;
    return { ok: true, release: { ref, commit: asked ?? commit, ...rest } };
  }
  if (!named.startsWith("refs/") && /^[0-9a-f]{7,64}$/.test(named)) {
    const commit = await commitOf(named);
    if (commit !== undefined) return { ok: true, release: { ref: "", commit: asked ?? commit, ...rest } };
  }
  const ref = named.startsWith("refs/") ? named : `refs/heads/${named}`;
  return { ok: true, release: { ref, commit: asked, ...rest } };
}

/** Whether a ref's full name fits a pattern, in which `*` stands for any characters. */
export function matchesPattern(ref: string, pattern: string): boolean {
  const literal = pattern.split("*").map((part) => part.replaceAll(/[\\^$.|?+()[\]{}]/g, "\\$&"));
  return new RegExp(`^${literal.join(".*")}$`, "s").test(ref);
}

/** Whether what is asked is a release at all, as the settings say; a halt may name further refs. */
export function isRelease({ ref, environment }: Release, settings: Settings): boolean {
  if (ref === "" || environment !== undefined) return true;
  return (settings.releaseRefs ?? defaultReleaseRefs).some((pattern) => matchesPattern(ref, pattern));
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
  return (
    environment === undefined ||
    (settings.productionEnvironments ?? defaultProduction).some(
      (name) => name.toLowerCase() === environment.toLowerCase(),
    )
  );
}
