import { resolve } from "node:path";
import { draftHalt } from "../assess/draftHalt";
import { captureFacts } from "../capture/git/captureFacts";
import type { BaseCandidate, BranchFacts } from "../halt/facts";
import type { Settings } from "../halt/settings";
import { writeHalt } from "../halt/writeHalt";
import { createHaltFile, haltFolders } from "../system/haltStore";
import { createFile } from "../system/writeFile";
import { done, folderOf, needed, now, optional, print, text, type Flags } from "./command";
import { git, settingsOf } from "./place";

/** `facts`: what git says of the branch. */
export async function facts(flags: Flags): Promise<number> {
  const { facts: found } = await captured(flags);
  const { repository, remote, branch, commit, upstream, ahead, behind, commits, changedFiles, bug } = found;
  const out = {
    ...{ repository, remote, branch, commit, upstream, ahead, behind },
    dirty: found.dirtyFiles.length,
    untracked: found.untrackedFiles.length,
    base: found.base === null ? null : baseOut(found.base),
    baseCandidates: found.baseCandidates.map(baseOut),
    ...{ commits, changedFiles, bug, warnings: found.warnings },
  };
  const base = out.base === null ? "no base" : `${out.base.ref} (${out.base.why})`;
  print(flags, out, [
    `${branch ?? "detached HEAD"} at ${commit ?? "no commit"}`,
    `base: ${base}, ${commits ?? "unknown"} commits, ${changedFiles ?? "unknown"} changed files`,
    ...found.warnings,
  ]);
  return 0;
}

/** `draft`: the same halt as the command in the editor writes. */
export async function draft(flags: Flags): Promise<number> {
  const title = needed(flags, "title");
  const { facts: found, settings } = await captured(flags);
  const given = { ...optional("release", text(flags, "release")), ...optional("bug", text(flags, "bug")) };
  const drafted = draftHalt({ title, facts: found, now: now(), settings, ...given });
  const out = text(flags, "out");
  const folders = done(await haltFolders(git, found.repository));
  const written =
    out === undefined
      ? await createHaltFile(folders.privateFolder, drafted.id, writeHalt(drafted))
      : await createFile(resolve(out), writeHalt(drafted));
  const { path } = done(written);
  print(flags, { path, id: drafted.id }, [path]);
  return 0;
}

async function captured(flags: Flags): Promise<{ facts: BranchFacts; settings: Settings }> {
  const settings = await settingsOf(flags);
  const base = optional("baseRef", text(flags, "base"));
  return { facts: done(await captureFacts(git, folderOf(flags), { settings, ...base })).facts, settings };
}

type BaseOut = Pick<BaseCandidate, "ref" | "kind" | "commit" | "version" | "why">;

function baseOut({ ref, kind, commit, version, why }: BaseCandidate): BaseOut {
  return { ref, kind, commit, version, why };
}
