import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { HaltInput } from "../../src/halt/schema/halt";
import { briefOf, section } from "../support/briefText";
import { completeInput } from "../support/halts";
import { temporaryFolder } from "../support/temporary";

describe("The commands to see it", () => {
  const folder = temporaryFolder();
  const commands = (steps: NonNullable<HaltInput["reproduction"]>["steps"], more: Partial<HaltInput> = {}) =>
    section(
      briefOf({
        ...completeInput,
        reproduction: { steps, actual: "two\nrm -rf x", expected: "one" },
        ...more,
      }),
      "See it yourself",
    );
  const block = (text: string) => /```\n([^]*?)\n```/.exec(text)?.[1] ?? "";

  it("run in their folders in a POSIX shell, whatever the folders are called", () => {
    const top = folder();
    const folders = ["services/booking", "it's here; touch oops", "$(touch oops)", "-n", "a\nb"];
    for (const name of folders) mkdirSync(join(top, name), { recursive: true });
    const steps = folders.map((name, index) => ({
      id: `s${index}`,
      folder: name,
      command: index === 1 ? `pwd >> ${top}/log # one\necho two >> ${top}/log` : `pwd >> ${top}/log`,
    }));
    const script = block(commands(steps, { targets: [] }));
    const run = spawnSync("sh", ["-c", script], { cwd: top, encoding: "utf8" });
    assert.equal(run.stderr, "");
    assert.deepEqual(readFileSync(join(top, "log"), "utf8").trim().split("\n"), [
      `${top}/services/booking`,
      `${top}/it's here; touch oops`,
      "two",
      `${top}/$(touch oops)`,
      `${top}/-n`,
      `${top}/a`,
      "b",
    ]);
  });

  it("mark the step that decides, and end with what shows as one comment", () => {
    const text = block(commands([{ id: "s", text: "Count\nrm -rf y", command: "wc -l log", decides: true }]));
    assert.deepEqual(text.split("\n").slice(-3), [
      "# 1. Count rm -rf y (this step decides)",
      "wc -l log",
      "# shows: two rm -rf x; expected: one",
    ]);
  });

  it("warn of a commit that was not pushed and of changes that were not committed", () => {
    const facts = completeInput.facts && { ...completeInput.facts, pushed: false, dirty: 2 };
    const text = commands([{ id: "s", command: "true" }], facts && { facts });
    assert.match(text, /9f3c1ab was not pushed/);
    assert.match(text, /2 changed files were not committed/);
  });
});
