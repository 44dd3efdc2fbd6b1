import { ownFile, withBlock, withoutBlocksIn } from "./blockFile";
import { withGitGate } from "./installedGate";
import { chainLines, hookBefore, hookLines, type HookName } from "./hookLines";
import {
  keyOf,
  withoutFile,
  withText,
  type Edited,
  type FileFact,
  type Files,
  type Place,
} from "./installKind";
import type { InstallOptions } from "./installKind";

/**
 * Puts the gate into a hook of git. A sh hook gets our lines after its first one; any other hook (another language, a
 * program, a link, one that git does not run because it is not executable) keeps its file under another name and is run
 * after ours.
 * @param name the hook's file, which differs from the hook where another tool runs it
 */
export function installHook(
  files: Files,
  place: Place,
  hook: HookName,
  name: string,
  options: InstallOptions,
): Edited {
  const before = files.get(keyOf(place));
  const guarded = withGitGate(files, options);
  if (before === undefined) {
    return { files: withText(guarded, place, ownFile(hookLines(hook), "#!/bin/sh"), true), byHand: [] };
  }
  if (isPlainSh(before))
    return { files: withText(guarded, place, inShHook(before.text, hookLines(hook))), byHand: [] };
  const aside: Place = { root: place.root, path: besides(place.path, hookBefore(name)) };
  if (files.has(keyOf(aside))) {
    return {
      files,
      byHand: [
        `${aside.path} is already there, so the hook ${place.path} cannot be kept under that name. Move one of them away.`,
      ],
    };
  }
  const moved = new Map(withoutFile(guarded, place)).set(keyOf(aside), before);
  const text = ownFile([...hookLines(hook), ...chainLines(name)], "#!/bin/sh");
  return { files: withText(moved, place, text, true), byHand: [] };
}

/** Takes our lines out of a hook, and gives the hook that was there before its name back. */
export function uninstallHook(files: Files, place: Place, name: string, overwrite: boolean): Edited {
  const without = withoutBlocksIn(files, [place], overwrite);
  const aside: Place = { root: place.root, path: besides(place.path, hookBefore(name)) };
  const kept = without.files.get(keyOf(aside));
  if (kept === undefined || without.files.has(keyOf(place))) return without;
  return { ...without, files: new Map(withoutFile(without.files, aside)).set(keyOf(place), kept) };
}

/** After the first line, or after the one with which husky 5 to 8 runs the hook a second time. */
export function inShHook(text: string, lines: readonly string[]): string {
  const husky = /^\. [^\n]*husky\.sh"?[ \t]*(?:\n|$)/m.exec(text);
  const shebang = /^#![^\n]*(?:\n|$)/.exec(text);
  const offset = husky === null ? (shebang?.[0].length ?? 0) : husky.index + husky[0].length;
  return withBlock(text, offset, lines);
}

/** A script that sh or one of its kin runs, with line ends that they take. */
function isPlainSh(file: FileFact): file is FileFact & { readonly kind: "text" } {
  if (file.kind !== "text" || !file.executable || file.text.includes("\r") || file.text.includes("\0"))
    return false;
  if (!file.text.startsWith("#!")) return !file.text.startsWith("\uFEFF");
  return /^#!\s*(?:\S*\/)?(?:env\s+(?:-S\s+)?)?(?:\S*\/)?(?:sh|bash|dash|ash|ksh|zsh|busybox sh)(?:\s[^\n]*)?(?:\n|$)/.test(
    file.text,
  );
}

function besides(path: string, name: string): string {
  return path.slice(0, path.lastIndexOf("/") + 1) + name;
}
