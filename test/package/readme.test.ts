import assert from "node:assert/strict";
import { readdir, readFile } from "node:fs/promises";
import { parse } from "yaml";
import * as z from "zod";
import { usage } from "../../src/cli/usage";
import { settingsSchema } from "../../src/halt/settings";

const manifestSchema = z.looseObject({
  version: z.string(),
  scripts: z.record(z.string(), z.string()),
  contributes: z.looseObject({
    commands: z.array(z.looseObject({ command: z.string(), title: z.string() })),
    configuration: z.looseObject({
      properties: z.record(z.string(), z.looseObject({ default: z.unknown() })),
    }),
  }),
});

/** Those are reached where they are of use, and nowhere by name. */
const withoutName = ["releaseHalt.doNext", "releaseHalt.showRecord"];

describe("The README", () => {
  let readme: string;
  let manifest: z.output<typeof manifestSchema>;

  before(async () => {
    readme = await readFile("README.md", "utf8");
    manifest = manifestSchema.parse(JSON.parse(await readFile("package.json", "utf8")));
  });

  it("names each command as the palette does", async () => {
    const words = z
      .record(z.string(), z.string())
      .parse(JSON.parse(await readFile("package.nls.json", "utf8")));
    for (const { command, title } of manifest.contributes.commands) {
      if (withoutName.includes(command)) continue;
      const name = words[title.replaceAll("%", "")] ?? title;
      const short = name.replace("Add Reproduction Step from", "… from");
      assert.ok(readme.includes(name) || readme.includes(`**${short}**`), name);
    }
  });

  it("tells each setting with its default", () => {
    for (const [id, { default: value }] of Object.entries(manifest.contributes.configuration.properties)) {
      const row = readme.split("\n").find((line) => line.startsWith(`| \`${id}\` `)) ?? "";
      const told =
        value === true ? "on by default" : typeof value === "number" ? `${value} by default` : value;
      assert.ok(typeof told === "string" && row.includes(told), `${id}: ${row}`);
    }
  });

  it("shows every setting of a repository, in a file that holds no other", () => {
    const [, example = ""] = /```yaml\n([\s\S]*?)```/.exec(readme) ?? [];
    const settings = settingsSchema.strict().parse(parse(example));
    assert.deepEqual(Object.keys(settings).sort(), Object.keys(settingsSchema.shape).sort());
    const { ledger } = settingsSchema.shape;
    assert.deepEqual(Object.keys(settings.ledger ?? {}).sort(), Object.keys(ledger.unwrap().shape).sort());
  });

  it("calls the command line only as its help says", () => {
    const help = usage("");
    for (const [call, command = ""] of readme.matchAll(/release-halt ([a-z][a-z-]*)[^`\n#;&]*/g)) {
      if (command === "help") continue;
      const lines = help
        .split(/\n(?= {2}release-halt)/)
        .filter((line) => line.startsWith(`  release-halt ${command} `));
      assert.ok(lines.length > 0, call);
      const known = command === "guard" ? help : lines.join("\n");
      for (const [option] of call.matchAll(/--[a-z][a-z-]*/g)) assert.ok(known.includes(option), call);
    }
  });

  it("names the package of the command line by its version, and scripts that are there", () => {
    for (const [, version] of readme.matchAll(/release-halt-([\d.]+)\.tgz/g))
      assert.equal(version, manifest.version);
    for (const [, script = ""] of readme.matchAll(/npm run ([a-z:]+)/g))
      assert.ok(script in manifest.scripts, script);
  });

  it("lists each folder of the source", async () => {
    const folders = (await readdir("src", { withFileTypes: true })).filter((entry) => entry.isDirectory());
    for (const { name } of folders) assert.match(readme, new RegExp(`src/${name}\\b`));
  });
});
