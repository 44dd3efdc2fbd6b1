import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import * as z from "zod";
import { commandIds } from "../../src/editor/commandIds";

const item = z.looseObject({ command: z.string() });
const manifestSchema = z.looseObject({
  contributes: z.looseObject({
    commands: z.array(item.extend({ title: z.string(), category: z.literal("Release Halt") })),
    menus: z.record(z.string(), z.array(item)),
  }),
});

describe("The manifest", () => {
  it("holds each command that the code runs, and no other", async () => {
    const { contributes } = manifestSchema.parse(JSON.parse(await readFile("package.json", "utf8")));
    const known = commandIds.map((id) => `releaseHalt.${id}`);
    assert.deepEqual(contributes.commands.map(({ command }) => command).sort(), [...known].sort());
    assert.equal(contributes.commands[0]?.command, "releaseHalt.draft");
    for (const [menu, items] of Object.entries(contributes.menus)) {
      for (const { command } of items) assert.ok(known.includes(command), `${menu}: ${command}`);
    }
  });

  it("has words for each placeholder, and uses each of its words", async () => {
    const manifest = await readFile("package.json", "utf8");
    const words = z
      .record(z.string(), z.string())
      .parse(JSON.parse(await readFile("package.nls.json", "utf8")));
    const used = [...manifest.matchAll(/"%([\w.]+)%"/g)].map(([, key = ""]) => key);
    assert.deepEqual([...new Set(used)].sort(), Object.keys(words).sort());
  });
});
