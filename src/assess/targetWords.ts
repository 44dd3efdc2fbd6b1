import type { Halt } from "../halt/schema/halt";
import { isWritten, listed, phrase } from "./phrase";

/** What is halted, in words: the release, else its targets, as in `release/2.4`; `the release` when nothing names it. */
export function releaseWords(halt: Halt): string {
  if (isWritten(halt.release)) return phrase(halt.release);
  const names = halt.targets.map((target) => phrase(target.name)).filter((name) => name !== "");
  return names.length === 0 ? "the release" : listed(names);
}

/** The release with the bug, as in `2.4.0 (BUG-7)`: what a message or a meeting is about. */
export function subjectWords(halt: Halt): string {
  return releaseWords(halt) + bugWords(halt);
}

/** The bug's id to follow what it is about, as in ` (BUG-7)`; empty without one. */
export function bugWords({ bug }: Halt, shown = phrase): string {
  return isWritten(bug.id) ? ` (${shown(bug.id)})` : "";
}

/** The targets with their commits, as in `release/2.4 at 9f3c1ab`; empty when there is none. */
export function targetWords(halt: Halt): string {
  const words = halt.targets.map((target) => {
    const name = phrase(target.name);
    const component = componentBefore(name, target.component);
    if (target.commit === undefined || target.kind === "commit") return component + name;
    return `${component}${name} at ${shortCommit(target.commit)}`;
  });
  return listed(words);
}

/** The component with a space after it, unless the name says it already: a tag `web-v3` of the component `web`. */
function componentBefore(name: string, component: string | undefined): string {
  if (!isWritten(component)) return "";
  const words = phrase(component);
  return name.toLowerCase().startsWith(words.toLowerCase()) ? "" : `${words} `;
}

/** Whether several things are halted under their own names, so that a sentence about them is in the plural. */
export function isSeveral(halt: Halt): boolean {
  return !isWritten(halt.release) && halt.targets.filter(({ name }) => isWritten(name)).length > 1;
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
