import type { ScopeChange } from "../../halt/ledgerRecord";
import { gateLimits } from "../gateDefaults";
import type { Ancestry } from "./ancestry";
import { inversePatchIdOf, patchIdsOf } from "./patchIds";

/** What a history says of one change. */
export interface Traces {
  /** The change itself, and the commits that say they are picked from it or make the same change. */
  readonly forms: readonly string[];
  /** Commits that say which other one they revert, by its id or the start of it. */
  readonly reverts: readonly { readonly id: string; readonly target: string }[];
  readonly merges: readonly { readonly id: string; readonly firstParent: string }[];
  /** Commits that take back just what a fix does, whatever they say; of a bug, none are looked for. */
  readonly inverses: readonly string[];
  /** What of that could not be read. */
  readonly gaps: "history" | "patches" | undefined;
}

/** Reads what the history of some commits says of a change. */
export async function readTraces(
  ancestry: Ancestry,
  heads: readonly string[],
  { commit: original, patchId }: ScopeChange,
  kind: "cause" | "fix",
): Promise<Traces> {
  const range = await rangeWithout(ancestry, heads, original);
  const [picked, reverts, patches] = await Promise.all([
    messages(ancestry, range, `^(cherry picked from commit ${original})`),
    messages(ancestry, range, "^This reverts commit [0-9a-f]"),
    likePatches(ancestry, range, original, { recorded: patchId, kind }),
  ]);
  const merges =
    reverts === undefined || reverts.length === 0
      ? ""
      : await ancestry.run(["rev-list", "--merges", "--parents", ...range]);
  const byTrailer = (picked ?? []).flatMap(({ id, lines }) =>
    lines.some((line) => trailer.exec(line)?.[1] === original) ? [id] : [],
  );
  const forms = [...new Set([original, ...byTrailer, ...(patches?.same ?? [])])];
  // Over a hole before the change, what is older than it may look like a copy of it.
  const hasHole =
    forms.length > 1 &&
    (await ancestry.has(original)) &&
    (await ancestry.run(["rev-list", "--quiet", original])) === undefined;
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
    inverses: patches?.inverses ?? [],
    gaps:
      hasHole || picked === undefined || reverts === undefined || merges === undefined
        ? "history"
        : patches === undefined
          ? "patches"
          : undefined,
  };
}

/** As `git cherry-pick -x` writes it. */
const trailer = /^\(cherry picked from commit ([0-9a-f]+)\)\s*$/;

/** The history of commits without what leads up to the change: a copy of it cannot be older. */
async function rangeWithout(
  ancestry: Ancestry,
  heads: readonly string[],
  original: string,
): Promise<readonly string[]> {
  const parents = await ancestry.run(["rev-parse", `${original}^@`]);
  const known = await ancestry.present(parents?.split("\n").filter((id) => id !== "") ?? []);
  return [...heads, ...known.map((id) => `^${id}`)];
}

/** The commits of a range whose message has a line that starts as a basic regular expression says. */
async function messages(
  ancestry: Ancestry,
  range: readonly string[],
  pattern: string,
): Promise<readonly { readonly id: string; readonly lines: readonly string[] }[] | undefined> {
  // Not `git log`, which a person's settings change.
  const listed = await ancestry.run([
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

/** The commits of a range that make the same change, or take it back; undefined where that cannot be told of all. */
async function likePatches(
  ancestry: Ancestry,
  range: readonly string[],
  original: string,
  { recorded, kind }: { readonly recorded: string | undefined; readonly kind: "cause" | "fix" },
): Promise<(Pick<Traces, "inverses"> & { readonly same: readonly string[] }) | undefined> {
  // Where the history is cut off, a commit seems to add all that it has.
  const readable = (await ancestry.has(original)) && !(await ancestry.isShallow());
  const own = readable ? await patchIdsOf(ancestry.git, ancestry.top, [original]) : new Map<string, string>();
  const wanted = readable ? own?.get(original) : recorded;
  if (own === undefined) return undefined;
  if (wanted === undefined) return { same: [], inverses: [] };
  const paths = readable ? await pathsOf(ancestry, original) : [];
  const candidates = await ancestry.run([
    "--literal-pathspecs",
    "rev-list",
    "--no-merges",
    // Also on a side of a merge from which nothing was taken.
    "--full-history",
    ...range,
    ...(paths.length > 0 && paths.length <= gateLimits.pathsAtMost ? ["--", ...paths] : []),
  ]);
  if (candidates === undefined) return undefined;
  const ids = await patchIdsOf(
    ancestry.git,
    ancestry.top,
    candidates.split("\n").filter((id) => id !== "" && id !== original),
  );
  if (ids === undefined) return undefined;
  const inverse =
    readable && kind === "fix" ? await inversePatchIdOf(ancestry.git, ancestry.top, original) : undefined;
  const those = (one: string): string[] => [...ids].flatMap(([id, patch]) => (patch === one ? [id] : []));
  return { same: those(wanted), inverses: inverse === undefined ? [] : those(inverse) };
}

async function pathsOf(ancestry: Ancestry, commit: string): Promise<readonly string[]> {
  const listed = await ancestry.run([
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
