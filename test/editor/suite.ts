import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { format } from "node:util";
import Mocha from "mocha";
import { mark } from "./harness/mark";

/** The editor's log and the suite share one console. */
function printMarked(): void {
  const log = console.log.bind(console);
  const print = (...args: unknown[]): void => {
    for (const line of format(...args).split("\n")) log(mark + line);
  };
  Mocha.reporters.Base.consoleLog = print;
}

/** Runs every in-editor suite beside this file, within the extension host. */
export async function run(): Promise<void> {
  printMarked();
  const mocha = new Mocha({
    ui: "bdd",
    timeout: 180_000,
    color: false,
    reporter: "spec",
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
