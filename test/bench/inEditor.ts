import { execFile } from "node:child_process";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import * as vscode from "vscode";
import { mark } from "../editor/harness/mark";

const execute = promisify(execFile);
const repeats = 7;

/** Measures within the extension host: activation, and from the command to the open editor. Prints one line of JSON. */
export async function run(): Promise<void> {
  try {
    console.log(mark + JSON.stringify(await measure()));
  } catch (error) {
    console.log(`${mark}${String(error)}`);
    throw error;
  }
}

async function measure(): Promise<object> {
  const activation = {
    emptyFirst: await activate("bench.empty-first"),
    ours: await activate("release-halt.release-halt"),
    emptyLast: await activate("bench.empty-last"),
  };
  const folder = vscode.workspace.workspaceFolders?.[0]?.uri.fsPath ?? "";
  const draft: number[] = [];
  const git: number[] = [];
  for (let repeat = 0; repeat < repeats; repeat += 1) {
    draft.push(
      await time(async () => vscode.commands.executeCommand("releaseHalt.draft", { title: "Slow", folder })),
    );
    await vscode.commands.executeCommand("workbench.action.closeAllEditors");
    git.push(await time(async () => bareGit(folder)));
  }
  return { activation, draft, git };
}

async function activate(id: string): Promise<number> {
  const extension = vscode.extensions.getExtension(id);
  if (extension === undefined || extension.isActive) throw new Error(`${id} cannot be measured.`);
  return time(async () => extension.activate());
}

/** The commands that drafting runs, as they are, in its order. */
async function bareGit(folder: string): Promise<void> {
  const recorded: unknown = JSON.parse(await readFile(join(folder, ".git", "bench-commands.json"), "utf8"));
  if (!Array.isArray(recorded)) throw new Error("No git command was recorded.");
  for (const args of recorded) {
    if (!Array.isArray(args)) continue;
    const options = { cwd: folder, maxBuffer: 256 * 1024 * 1024 };
    await execute("git", args.map(String), options).catch((error: unknown) => {
      // Some ask whether something is there; that it is not is an answer.
      if (!(error instanceof Error && "code" in error && typeof error.code === "number")) throw error;
    });
  }
}

async function time(work: () => PromiseLike<unknown>): Promise<number> {
  const start = performance.now();
  await work();
  return performance.now() - start;
}
