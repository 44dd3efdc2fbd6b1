import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { parse } from "yaml";
import { after, factsOf, installedText, planOf, removalOf, textsOf } from "../support/installFiles";
import { lines, ran, standInGate, standInOptions, type Ran } from "../support/standInGate";
import { temporaryFolder } from "../support/temporary";
import { at, commit, hostile } from "./support/pipelines";

describe("A release tool with the gate in it", () => {
  const folder = temporaryFolder();

  async function place(files: Readonly<Record<string, string>>, id: string): Promise<void> {
    const facts = factsOf(files);
    const now = after(facts, planOf(facts, id).changes);
    for (const [key, text] of Object.entries(textsOf(now.files))) {
      const path = join(folder(), key.slice(key.indexOf(":") + 1));
      await mkdir(dirname(path), { recursive: true });
      await writeFile(path, text);
    }
  }

  const answers = [
    ["halted", false],
    ["cannotTell", false],
    ["open", true],
  ] as const;

  it("publishes with npm only when open", async () => {
    await place(
      {
        "package.json":
          '{"name": "a", "version": "1.0.0", "scripts": {"prepublishOnly": "echo built >>built"}}',
      },
      "npm",
    );
    for (const [answer, passes] of answers) {
      const { code, err } = await ran(
        folder(),
        { STAND_IN: answer },
        "npm",
        "publish",
        "--dry-run",
        "--offline",
        "--registry",
        "http://127.0.0.1:9",
      );
      assert.equal(code === 0, passes, `${answer}: ${err}`);
    }
    assert.equal((await lines(join(folder(), "built"))).length, 1);
  });

  it("ends a script that would go on after a refusal, and gives it back as it was", async () => {
    for (const script of [
      "false || echo built >>built",
      "true; echo 'built' >>built",
      "true & echo built >>built",
      "(false; true) || true; echo built >>built",
    ]) {
      const text = JSON.stringify({ name: "a", scripts: { prepublishOnly: script } });
      await place({ "package.json": text }, "npm");
      const go = async (answer: string): Promise<Ran> =>
        ran(folder(), { STAND_IN: answer }, "npm", "run", "prepublishOnly");
      assert.notEqual((await go("halted")).code, 0, script);
      assert.deepEqual(await lines(join(folder(), "built")), [], script);
      const { code, err } = await go("open");
      assert.equal(code, 0, err);
      assert.deepEqual(await lines(join(folder(), "built")), ["built"], script);
      await writeFile(join(folder(), "built"), "");
      const facts = factsOf({ "package.json": text });
      const now = after(facts, planOf(facts, "npm").changes);
      assert.equal(textsOf(after(now, removalOf(now, "npm").changes).files)["tree:package.json"], text);
    }
  });

  it("is left to a person where a script would swallow the end of what is written around it", () => {
    for (const script of ["make || true # or not", "make; echo don't", "make; make \\"]) {
      const facts = factsOf({
        ".changeset/config.json": "{}",
        "package.json": JSON.stringify({
          name: "a",
          scripts: { prepublishOnly: script, release: `changeset publish && ${script}` },
        }),
      });
      for (const id of ["npm", "changesets"]) {
        const plan = planOf(facts, id);
        assert.equal(plan.kinds[0]?.installed, false, script);
        assert.match(plan.kinds[0].byHand.join("\n"), /could not be edited/);
      }
    }
  });

  it("leaves a script without brackets that ends by itself, also where it redirects", () => {
    const text = installedText(
      "package.json",
      '{"scripts": {"prepublishOnly": "make 2>&1 && tell \'a;b\'"}}',
      "npm",
    );
    assert.equal(
      at(text, "scripts", "prepublishOnly"),
      "sh .release-halt/gate.sh guard --environment production --fetch-history && make 2>&1 && tell 'a;b'",
    );
  });

  it("names an environment of production that needs no quotes, or none", () => {
    const script = (...production: readonly string[]): string => {
      const settings = { ...standInOptions.settings, production };
      const facts = factsOf({ "package.json": '{"name": "a"}' });
      const now = after(facts, planOf(facts, "npm", false, { ...standInOptions, settings }).changes);
      assert.deepEqual(textsOf(after(now, removalOf(now, "npm").changes).files), textsOf(facts.files));
      return at(textsOf(now.files)["tree:package.json"] ?? "", "scripts", "prepublishOnly");
    };
    assert.equal(
      script("$(id)", "live"),
      "sh .release-halt/gate.sh guard --environment live --fetch-history",
    );
    assert.equal(script("a;b"), "sh .release-halt/gate.sh guard --fetch-history");
  });

  it("publishes with changesets' script only when open", async () => {
    await place(
      {
        ".changeset/config.json": "{}",
        "package.json": '{"scripts": {"release": "echo changeset publish >>built"}}',
      },
      "changesets",
    );
    for (const [answer, passes] of answers) {
      assert.equal(
        (await ran(folder(), { STAND_IN: answer }, "npm", "run", "release")).code === 0,
        passes,
        answer,
      );
    }
    assert.deepEqual(await lines(join(folder(), "built")), ["changeset publish"]);
  });

  it("is asked by semantic-release's plugin about the tag and commit that it found, and throws unless open", async () => {
    await place({ ".releaserc.json": '{"branches": ["main"]}' }, "semantic-release");
    const { plugins } = JSON.parse(await readFile(join(folder(), ".releaserc.json"), "utf8")) as {
      plugins: string[];
    };
    assert.deepEqual(plugins.slice(0, 2), [
      "./.release-halt/semantic-release.cjs",
      "@semantic-release/commit-analyzer",
    ]);
    const log = join(folder(), "log");
    const verify = `require(process.argv[1]).verifyRelease({}, { cwd: process.cwd(), env: process.env, nextRelease: JSON.parse(process.argv[2]) })`;
    const ask = async (answer: string, gitTag: string): Promise<Ran> => {
      const about = [resolve(folder(), plugins[0] ?? ""), JSON.stringify({ gitTag, gitHead: commit })];
      return ran(folder(), { STAND_IN: answer, STAND_IN_LOG: log }, process.execPath, "-e", verify, ...about);
    };
    assert.match((await ask("halted", "v1")).err, /The release is halted[^]*The release gate stopped v1/);
    assert.match((await ask("cannotTell", "v1")).err, /The release gate stopped v1/);
    for (const name of hostile) assert.equal((await ask("open", name)).code, 0);
    const asked = await lines(log);
    for (const name of hostile) assert.ok(asked.includes(name), name);
    assert.ok(!existsSync(join(folder(), "x")));
  });

  it("is asked by semantic-release's plugin about production by whatever name, and the plugin comes out again", async () => {
    for (const name of [...hostile, "$&", "$1 $$ $' $`", "ENVIRONMENT", 'a "live" one']) await test(name);
    async function test(name: string): Promise<void> {
      const facts = factsOf({ ".releaserc.json": '{"branches": ["main"]}' });
      const options = { ...standInOptions, settings: { ...standInOptions.settings, production: [name] } };
      const now = after(facts, planOf(facts, "semantic-release", false, options).changes);
      const plugin = ".release-halt/semantic-release.cjs";
      const texts = textsOf(now.files);
      for (const [path, text] of [
        [plugin, texts[`tree:${plugin}`] ?? ""],
        [".release-halt/gate.sh", standInGate],
      ] as const) {
        await mkdir(dirname(join(folder(), path)), { recursive: true });
        await writeFile(join(folder(), path), text);
      }
      const log = join(folder(), "log");
      await writeFile(log, "");
      const verify = `require(process.argv[1]).verifyRelease({}, { cwd: process.cwd(), env: process.env, nextRelease: { gitTag: "v1", gitHead: "HEAD" } })`;
      const env = { STAND_IN: "open", STAND_IN_LOG: log };
      const asked = await ran(folder(), env, process.execPath, "-e", verify, join(folder(), plugin));
      assert.equal(asked.code, 0, asked.err);
      const said = await lines(log);
      assert.equal(said[said.lastIndexOf("--environment") + (name === "--environment" ? 0 : 1)], name);
      assert.deepEqual(
        textsOf(after(now, removalOf(now, "semantic-release").changes).files),
        textsOf(facts.files),
        name,
      );
    }
  });

  it("is asked by GoReleaser before all else, but not for a snapshot", () => {
    const text = installedText(".goreleaser.yaml", "before:\n  hooks:\n    - go mod tidy\n", "goreleaser");
    const hooks = (parse(text) as { before: { hooks: string[] } }).before.hooks;
    assert.deepEqual(hooks, [
      "{{ if .IsSnapshot }}git --version{{ else }}sh .release-halt/gate.sh guard --environment production --fetch-history --commit {{ .FullCommit }} --tag '{{ .Tag }}'{{ end }}",
      "go mod tidy",
    ]);
  });
});
