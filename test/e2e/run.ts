import { readdir } from "node:fs/promises";
import { join } from "node:path";
import Mocha from "mocha";
import { Editor } from "./support/editor";

/** Runs the window tests, which work on the packaged extension. A name as argument runs the files that hold it. */
async function main(): Promise<void> {
  const wanted = process.argv[2] ?? "";
  const mocha = new Mocha({ ui: "bdd", timeout: 600_000, forbidOnly: process.env.CI !== undefined });
  const files = await readdir(join("test", "e2e"), { recursive: true });
  for (const file of files
    .filter((name) => name.endsWith(".window.test.ts") && name.includes(wanted))
    .sort()) {
    mocha.addFile(join("test", "e2e", file));
  }
  mocha.rootHooks({
    async afterEach(this: Mocha.Context) {
      if (this.currentTest?.state !== "failed") return;
      for (const window of Editor.windows)
        await window.screenshot(`failed-${this.currentTest.title.slice(0, 60)}`);
    },
  });
  await mocha.loadFilesAsync();
  const failures = await new Promise<number>((resolve) => {
    mocha.run(resolve);
  });
  process.exitCode = failures === 0 ? 0 : 1;
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.stack : error);
  process.exitCode = 1;
});
