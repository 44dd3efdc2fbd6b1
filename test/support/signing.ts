import { execFile } from "node:child_process";
import { readFile } from "node:fs/promises";
import { promisify } from "node:util";
import type { TeamMate } from "./teamMate";

/** Gives somebody an SSH key to sign with; answers with its public part. */
export async function signWith({ clone }: TeamMate, path: string): Promise<string> {
  await promisify(execFile)("ssh-keygen", ["-q", "-t", "ed25519", "-N", "", "-C", "", "-f", path]);
  await clone.git("config", "commit.gpgSign", "true");
  await clone.git("config", "gpg.format", "ssh");
  await clone.git("config", "user.signingKey", `${path}.pub`);
  return (await readFile(`${path}.pub`, "utf8")).trim();
}
