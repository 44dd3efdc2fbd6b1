import { execFile, spawn, type ChildProcess } from "node:child_process";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";

/** Processes are started in a group of their own, so that what they start can be ended with them; Windows knows none. */
export const ownGroups = process.platform !== "win32";

/** Kills a program with all that is still in its group, or below it on Windows. */
export async function killWithHelpers(child: ChildProcess): Promise<void> {
  if (child.pid === undefined) return;
  if (ownGroups) {
    signalGroup(child.pid, "SIGKILL");
    return;
  }
  await killBelow(child.pid);
  child.kill("SIGKILL");
}

/** Sends a signal to a group of processes; false where nobody is left in it. */
export function signalGroup(pid: number, signal: NodeJS.Signals | 0): boolean {
  try {
    return process.kill(-pid, signal);
  } catch (error) {
    const code = error instanceof Error && "code" in error ? error.code : undefined;
    if (code === "ESRCH") return false;
    // Of another user, or, on macOS, a group in which all have ended and none was waited for.
    if (code === "EPERM") return false;
    throw error;
  }
}

/** The processes of a group that have not ended; those that have, and that nobody waited for, are in it still. */
export async function groupProcesses(group: number): Promise<readonly number[]> {
  if (!signalGroup(group, 0)) return [];
  return (await listProcesses()).filter((one) => one.group === group && !one.ended).map(({ pid }) => pid);
}

/**
 * The processes of a program that have not ended: those of its group, and those that left it. They are known by an entry of
 * the environment that the program was given, which its children inherit, also those whose parent has ended; where the
 * system does not tell it, by who started whom.
 * @param entry as in `NAME=value`, of this program alone
 * @param known found before; they are looked for by their ids where there is no other way
 */
export async function treeProcesses(
  top: number,
  entry: string,
  known: readonly number[] = [],
): Promise<readonly number[]> {
  const all = (await listProcesses()).filter(({ pid, ended }) => !ended && pid !== process.pid);
  const strays = process.platform === "linux" ? await marked(all, entry) : below(all, [top, ...known]);
  return all.filter(({ pid, group }) => group === top || strays.has(pid)).map(({ pid }) => pid);
}

/**
 * Kills all processes that were given an entry of the environment, as in `NAME=value`, and those that they started. Where the
 * system tells nobody's environment, which is all but Linux, none is found.
 */
export async function endMarked(entry: string): Promise<void> {
  if (process.platform !== "linux") return;
  for (let round = 0; round < mostRounds; round += 1) {
    const all = (await listProcesses()).filter(({ pid, ended }) => !ended && pid !== process.pid);
    const found = await marked(all, entry);
    if (found.size === 0) return;
    signalEach([...found], "SIGKILL");
  }
}

/** One that starts others all the time is found again; at some time it is not worth more. */
const mostRounds = 50;

/**
 * When a process started, in a unit of the system's own; `unknown` where the system does not tell, and undefined where there
 * is no such process.
 */
export async function startOf(pid: number): Promise<string | undefined> {
  if (!isThere(pid)) return undefined;
  if (process.platform !== "linux") return "unknown";
  // One that has just ended has no such file any more.
  const text = await readFile(`/proc/${pid}/stat`, "latin1").catch(() => "");
  const [state, ...fields] = text.slice(text.lastIndexOf(")") + 2).split(" ");
  return state === undefined || /^[ZX]|^$/.test(state) ? undefined : fields[18];
}

function isThere(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    // Of another user.
    return error instanceof Error && "code" in error && error.code === "EPERM";
  }
}

/** Sends a signal to processes one by one; those that have ended are passed over. */
export function signalEach(pids: readonly number[], signal: NodeJS.Signals): void {
  for (const pid of pids) {
    try {
      process.kill(pid, signal);
    } catch (error) {
      if (!(error instanceof Error && "code" in error && ["ESRCH", "EPERM"].includes(String(error.code))))
        throw error;
    }
  }
}

interface Process {
  readonly pid: number;
  readonly parent: number;
  readonly group: number;
  /** It waits only for somebody to take its exit code. */
  readonly ended: boolean;
}

async function listProcesses(): Promise<readonly Process[]> {
  if (process.platform !== "linux") return listedByPs();
  const pids = (await readdir("/proc")).filter((name) => /^\d+$/.test(name));
  const found = await Promise.all(
    pids.map(async (pid) => {
      // One that has just ended has no such file any more.
      const text = await readFile(`/proc/${pid}/stat`, "latin1").catch(() => "");
      // `pid (name) state parent group …`, and the name may hold anything: https://man7.org/linux/man-pages/man5/proc_pid_stat.5.html
      const [state = "Z", parent, group] = text.slice(text.lastIndexOf(")") + 2).split(" ");
      return {
        pid: Number(pid),
        parent: Number(parent),
        group: Number(group),
        ended: /^[ZX]|^$/.test(state),
      };
    }),
  );
  return found;
}

async function listedByPs(): Promise<readonly Process[]> {
  const text = await new Promise<string>((resolve) => {
    // Without `ps`, the group is still sent its signals.
    execFile("ps", ["-A", "-o", "pid=,ppid=,pgid=,stat="], (error, out) => {
      resolve(error === null ? out : "");
    });
  });
  return text.split("\n").flatMap((line) => {
    const [pid, parent, group, state] = line.trim().split(/\s+/);
    if (state === undefined) return [];
    return [{ pid: Number(pid), parent: Number(parent), group: Number(group), ended: state.startsWith("Z") }];
  });
}

async function marked(all: readonly Process[], entry: string): Promise<ReadonlySet<number>> {
  const found = await Promise.all(
    all.map(async ({ pid }) => {
      // One of another user cannot be looked at, nor ended.
      const environment = await readFile(`/proc/${pid}/environ`, "latin1").catch(() => "");
      return environment.split("\0").includes(entry) ? [pid] : [];
    }),
  );
  return new Set(found.flat());
}

function below(all: readonly Process[], tops: readonly number[]): ReadonlySet<number> {
  const found = new Set(tops);
  // What is added on the way is gone through, too.
  for (const top of found) for (const { pid, parent } of all) if (parent === top) found.add(pid);
  return found;
}

/** Windows' own program goes from parent to child, as long as the parent is there. */
async function killBelow(pid: number): Promise<void> {
  const program = join(process.env.SystemRoot ?? "C:\\Windows", "System32", "taskkill.exe");
  return new Promise((resolve) => {
    const killer = spawn(program, ["/T", "/F", "/PID", String(pid)], { windowsHide: true, stdio: "ignore" });
    // Without it, the program itself is still ended.
    killer.on("error", () => {
      resolve();
    });
    killer.on("close", () => {
      resolve();
    });
  });
}
