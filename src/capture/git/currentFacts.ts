import type { CurrentFacts } from "../../halt/checklist";
import type { Halt, HaltTarget, TestResultFile } from "../../halt/schema/halt";
import { commitAt } from "../../system/commitAt";
import type { Git } from "../../system/git";
import { hashFile } from "../../system/readFiles";
import { hashOfSet } from "../readTests";
import { lockFileHash } from "../environment/lockFiles";
import { sourcePlace } from "../sourcePlace";

/**
 * What is true now of what a halt rests on: who looks, HEAD, the commits its targets' refs point to, and the attached files. What
 * git cannot tell is left out.
 * @param top the repository's top folder
 * @param now ISO 8601 with offset
 */
export async function readCurrentFacts(
  git: Git,
  top: string,
  halt: Halt,
  now: string,
): Promise<CurrentFacts> {
  const resolve = async (ref: string): Promise<string | undefined> => commitAt(git, top, ref);
  const [headCommit, user, targets, sources, lockFiles] = await Promise.all([
    resolve("HEAD"),
    git.run(top, ["config", "user.name"]),
    Promise.all(halt.targets.map(async (target) => [target.id, await resolve(refOf(target))] as const)),
    Promise.all(
      [...halt.failingTests, ...halt.baseTests]
        // What a pipeline left behind, or a command printed, is no file here.
        .filter(({ captured }) => captured.ci === undefined && captured.run?.printed !== true)
        .map(async (file) => [file.path, await hashOfSource(top, file)] as const),
    ),
    Promise.all(
      (halt.reproduction.environment?.lockFiles ?? []).map(
        async ({ path }) => [path, await lockFileHash(top, path)] as const,
      ),
    ),
  ]);
  const from = halt.facts?.commit ?? halt.targets[0]?.commit;
  const moved = headCommit !== undefined && from !== undefined && from !== headCommit;
  const count = moved ? await git.run(top, ["rev-list", "--count", `${from}..${headCommit}`]) : undefined;
  return {
    now,
    ...(headCommit === undefined ? {} : { headCommit }),
    ...(user.ok && user.out.trim() !== "" && { me: user.out.trim() }),
    ...(count?.ok === true ? { headMovedBy: Number.parseInt(count.out, 10) } : {}),
    targetCommits: Object.fromEntries(
      targets.flatMap(([id, commit]) => (commit === undefined ? [] : [[id, commit]])),
    ),
    sources: known(sources),
    lockFiles: known(lockFiles),
  };
}

function known(
  hashes: readonly (readonly [string, string | null | undefined])[],
): Record<string, string | null> {
  return Object.fromEntries(
    hashes.flatMap(([path, sha256]) => (sha256 === undefined ? [] : [[path, sha256]])),
  );
}

/**
 * SHA-256 of an attached file or set as it is now; null when it is gone, undefined where it is not looked at: nobody asked
 * to open a halt's files, and its paths are not trusted.
 */
async function hashOfSource(
  top: string,
  { path, parts, partsNotStored = 0 }: TestResultFile,
): Promise<string | null | undefined> {
  const place = await sourcePlace(top, path);
  if (place.kind === "outside") return undefined;
  if (place.kind === "gone") return null;
  if (parts === undefined) return hashFile(place.path);
  return partsNotStored > 0
    ? undefined
    : hashOfSet(
        place.path,
        parts.map((part) => part.path),
      );
}

/** A name may be a tag's and a branch's at once; the full name tells them apart. */
function refOf({ kind, name }: HaltTarget): string {
  if (kind === "tag") return `refs/tags/${name}`;
  return kind === "branch" ? `refs/heads/${name}` : name;
}
