import { readdir } from "node:fs/promises";
import { join } from "node:path";
import Mocha from "mocha";

/** Runs every in-editor suite beside this file, within the extension host. */
export async function run(): Promise<void> {
  const mocha = new Mocha({
    ui: "bdd",
    timeout: 60_000,
    color: false,
    forbidOnly: process.env.CI !== undefined,
  });
  const files = await readdir(join(__dirname, "editor"), { recursive: true });
  for (const file of files.filter((name) => name.endsWith(".test.js")).sort()) {
    mocha.addFile(join(__dirname, "editor", file));
  }
  await new Promise<void>((resolve, reject) => {
    mocha.run((failures) => {
      if (failures === 0) resolve();
      else reject(new Error(`${failures} in-editor tests failed.`));
    });
  });
}
