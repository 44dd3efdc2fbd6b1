import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { runCases, type Answer } from "./gateCases";
import { shells } from "./support/shells";

const script = resolve("src/gate/release-halt.sh");

for (const shell of shells) {
  describe(`The gate in ${shell.join(" ")}`, () => {
    let folder = "";

    before(async () => {
      folder = await mkdtemp(join(tmpdir(), "release-halt-sh-"));
    });

    after(async () => {
      await rm(folder, { recursive: true, force: true });
    });

    runCases(shell.join(" "), async (_, { folder: cwd, args, settings }) => {
      const file = await withSettings(folder, settings);
      return ask([...shell, file, "check", ...args], cwd);
    });
  });
}

async function ask([program = "", ...args]: readonly string[], cwd: string): Promise<Answer> {
  return new Promise((done) => {
    execFile(program, args, { cwd }, (error, out, err) => {
      const code = error === null ? 0 : typeof error.code === "number" ? error.code : -1;
      const halts = [...out.matchAll(/^ {2}Halt: (\S+)$/gm)].map(([, id = ""]) => id);
      assert.doesNotMatch(out + err, /^\s*::|##/m);
      assert.doesNotMatch(err, /not found|syntax|unbound|parameter not set|bad substitution/i);
      done({ code, halts });
    });
  });
}

/** The script as the installer writes it: with settings of the repository. */
async function withSettings(folder: string, settings: Readonly<Record<string, string>>): Promise<string> {
  if (Object.keys(settings).length === 0) return script;
  let text = await readFile(script, "utf8");
  for (const [name, value] of Object.entries(settings)) {
    text = text.replace(new RegExp(`^${name}='.*'$`, "m"), `${name}='${value}'`);
  }
  const file = join(folder, "release-halt.sh");
  await writeFile(file, text);
  return file;
}
