import type { Halt } from "../halt/schema/halt";
import { isWritten, listed, phrase } from "./phrase";

/** What is halted, in words: the release, else its targets, as in `release/2.4`; `the release` when nothing names it. */
export function releaseWords(halt: Halt): string {
  if (isWritten(halt.release)) return phrase(halt.release);
  const names = halt.targets.map((target) => phrase(target.name)).filter((name) => name !== "");
  return names.length === 0 ? "the release" : listed(names);
}

/** The targets with their commits, as in `release/2.4 at 9f3c1ab`; empty when there is none. */
export function targetWords(halt: Halt): string {
  const words = halt.targets.map((target) => {
    const name = phrase(target.name);
    const component = isWritten(target.component) ? `${phrase(target.component)} ` : "";
    if (target.commit === undefined || target.kind === "commit") return component + name;
    return `${component}${name} at ${shortCommit(target.commit)}`;
  });
  return listed(words);
}

/** The first characters of a commit's id, as people write it. */
export function shortCommit(commit: string): string {
  return commit.slice(0, 7);
}

/** What the target is compared with, as people call it: `v2.3.1`; undefined without a base. */
export function baseWords(halt: Halt): string | undefined {
  if (halt.base === undefined) return undefined;
  return halt.base.kind === "commit" ? shortCommit(halt.base.commit) : phrase(halt.base.ref);
}
