import { spawnSync } from "node:child_process";
import { readdir } from "node:fs/promises";
import { basename, join } from "node:path";
import Mocha from "mocha";
import { Editor } from "./support/editor";

const folder = join("test", "e2e");

/**
 * Runs the window tests, which work on the packaged extension. A name as argument runs the files that hold it. Where
 * tests fail in CI, their files run once more, each in an editor of its own, and both runs are in the log: a machine that
 * is busy with something else can be slower than any wait. What fails twice has failed.
 */
async function main(): Promise<void> {
  const wanted = process.argv[2] ?? "";
  const isSecond = process.argv.includes("--second");
  const failed = await run(wanted);
  const isAgain = failed.size > 0 && !isSecond && process.env.CI !== undefined;
  const left = isAgain ? [...failed].filter((file) => !passesAlone(file)) : [...failed];
  process.exitCode = left.length === 0 ? 0 : 1;
}

/** The files with tests that failed. */
async function run(wanted: string): Promise<ReadonlySet<string>> {
  const mocha = new Mocha({ ui: "bdd", timeout: 600_000, forbidOnly: process.env.CI !== undefined });
  const files = await readdir(folder, { recursive: true });
  for (const file of files.filter((name) => name.endsWith(".window.test.ts") && name.includes(wanted)).sort())
    mocha.addFile(join(folder, file));
  mocha.rootHooks({
    async afterEach(this: Mocha.Context) {
      if (this.currentTest?.state !== "failed") return;
      for (const window of Editor.windows)
        await window.screenshot(`failed-${this.currentTest.title.slice(0, 60)}`);
    },
  });
  await mocha.loadFilesAsync();
  const failed = new Set<string>();
  await new Promise<void>((resolve) => {
    mocha
      .run(() => {
        resolve();
      })
      .on("fail", ({ file }: Mocha.Runnable) => failed.add(file ?? ""));
  });
  return failed;
}

function passesAlone(file: string): boolean {
  console.log(`\nOnce more, alone: ${basename(file)}`);
  const args = ["--import", "tsx", __filename, basename(file), "--second"];
  return spawnSync(process.execPath, args, { stdio: "inherit" }).status === 0;
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.stack : error);
  process.exitCode = 1;
});
