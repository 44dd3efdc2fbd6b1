import { execFileSync } from "node:child_process";

/** The shells of this machine that the script must run in. */
export const shells: readonly (readonly string[])[] = [["sh"], ["bash", "--posix"], ["busybox", "sh"]].filter(
  ([program = ""]) => isInstalled(program),
);

function isInstalled(program: string): boolean {
  try {
    execFileSync("sh", ["-c", 'command -v "$1"', "sh", program]);
    return true;
  } catch {
    return false;
  }
}
