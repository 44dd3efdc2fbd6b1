import { createHash } from "node:crypto";
import { join } from "node:path";
import type { Git } from "../../system/git";
import { readBytes, readTextFile } from "../../system/readFiles";
import { treeGate } from "./installedGate";

/** Settings that a gate knows nothing of. What is not among them may concern it. */
export const settingsOfOthers = ["bugPattern", "bugUrl", "component", "currency", "timeZone", "policy"];

const maxBytes = 1024 * 1024;
/** What no file has, so that a gate that was made without its settings cannot tell. */
const wrong = "wrong";

/**
 * What an installed gate notes of the settings that it was made from, to notice that they changed: `none` where nothing
 * concerns it, else the id that git would give to what does.
 */
export async function settingsMark(git: Git, top: string): Promise<string> {
  // The reader of YAML comes along only where a gate is installed.
  const { readRepositorySettings } = await import("../../system/repositorySettings");
  const { problems } = await readRepositorySettings(top);
  if (problems.length > 0) return wrong;
  const format = await git.run(top, ["rev-parse", "--show-object-format"]);
  return (await markOf(top, format.ok && format.out.trim() === "sha256" ? "sha256" : "sha1")) ?? wrong;
}

/** A sentence for where the gate of the work tree was installed with other settings than there are now. */
export async function olderGateWords(top: string): Promise<string | undefined> {
  const gate = await readTextFile(join(top, ...treeGate.path.split("/")), maxBytes);
  const noted = gate.ok ? /^settings_from='(\w+)'\r?$/m.exec(gate.text)?.[1] : undefined;
  if (noted === undefined || (await markOf(top, noted.length === 64 ? "sha256" : "sha1")) === noted)
    return undefined;
  return `The settings changed since the gate ${treeGate.path} was installed, or were wrong then, so it cannot tell. Run "release-halt install" again, and commit what it writes.`;
}

/**
 * The part of a settings file that may concern the gate, as release-halt.sh reads it, which has no reader of YAML: all but
 * comments, and settings that are known to be others'. Of those a line with an anchor counts, which may be used elsewhere.
 */
function concerningGate(text: string): string {
  let isOthers = false;
  return text
    .split("\n")
    .map((line) => line.replace(/\r$/, ""))
    .filter((line) => {
      if (line === "" || line.startsWith("#")) return false;
      if (!/^[ \t]/.test(line)) isOthers = settingsOfOthers.some((name) => line.startsWith(`${name}:`));
      return !isOthers || line.includes("&");
    })
    .join("\n");
}

async function markOf(top: string, algorithm: "sha1" | "sha256"): Promise<string | undefined> {
  const read = await readBytes(join(top, ".release-halt", "settings.yaml"), maxBytes);
  if (!read.ok) return read.reason === "gone" ? "none" : undefined;
  // Each byte is a character: so the shell compares them.
  const bytes = Buffer.from(concerningGate(Buffer.from(read.bytes).toString("latin1")), "latin1");
  if (bytes.length === 0) return "none";
  return createHash(algorithm).update(`blob ${bytes.length}\0`).update(bytes).digest("hex");
}
