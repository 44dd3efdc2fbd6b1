import type { Git } from "../../system/git";

/** A ref, and the commit that it leads to: its own, or the one that its tag is of. */
export interface RefWithCommit {
  /** The full name. */
  readonly ref: string;
  readonly commit: string;
  /** When the commit or the tag was made, in seconds since 1970. */
  readonly createdAt: number;
}

interface ListOptions {
  /** Sorted by when they were made; by name unless told. */
  readonly newestFirst?: boolean;
  /** Leaves out the refs that contain this commit. */
  readonly notContaining?: string | undefined;
  readonly signal?: AbortSignal | undefined;
}

type ListedRefs =
  | { readonly ok: true; readonly refs: readonly RefWithCommit[] }
  | { readonly ok: false; readonly message: string };

/**
 * Lists the refs below some places, such as `refs/tags`. A tag of a file or a tree leads to no commit and is left out; so is
 * one of another tag before git 2.45, which looks no deeper. Fails with git's words, as where the commit of `notContaining`
 * is not here.
 */
export async function refsWithCommits(
  git: Git,
  top: string,
  places: readonly string[],
  { newestFirst = false, notContaining, signal }: ListOptions = {},
): Promise<ListedRefs> {
  const listed = await git.run(
    top,
    [
      "for-each-ref",
      ...(newestFirst ? ["--sort=-creatordate"] : []),
      `--format=${format}`,
      ...(notContaining === undefined ? [] : [`--no-contains=${notContaining}`]),
      ...places,
    ],
    signal && { signal },
  );
  return listed.ok ? { ok: true, refs: listed.out.split("\n").flatMap(refOf) } : listed;
}

const format = [
  "refname",
  "objecttype",
  "objectname",
  // Of what a tag is of.
  "*objecttype",
  "*objectname",
  "creatordate:unix",
]
  .map((field) => `%(${field})`)
  .join("%00");

function refOf(line: string): RefWithCommit[] {
  const [ref = "", type, id = "", taggedType, tagged = "", createdAt] = line.split("\0");
  const commit = type === "commit" ? id : taggedType === "commit" ? tagged : "";
  return commit === "" ? [] : [{ ref, commit, createdAt: Number(createdAt) }];
}
