import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { needs } from "../support/needs";
import { installed, lines, ran, uninstalled, type Ran } from "../support/standInGate";
import { pushShop } from "./support/pushShop";

describe("A push through a manager of hooks", () => {
  const shop = pushShop();
  const { folder, pushed } = shop;

  it("goes through husky 9 and its hook of the repository", async () => {
    await mkdir(join(shop.work.folder, ".husky"));
    await writeFile(join(shop.work.folder, ".husky", "pre-push"), 'cat >>"$OLD"\nexit "${OLD_CODE:-0}"');
    await ran(shop.work.folder, {}, process.execPath, resolve("node_modules/husky/bin.js"));
    assert.equal(await shop.work.git("config", "core.hooksPath"), ".husky/_");
    const plan = await installed(shop.work.folder, "husky");
    assert.deepEqual(plan.kinds[0]?.byHand, []);
    const old = join(folder(), "old");
    const go = (answer: string, code: string): Promise<Ran> =>
      ran(
        shop.work.folder,
        { STAND_IN: answer, OLD: old, OLD_CODE: code, HUSKY: "" },
        "git",
        "push",
        "-q",
        "origin",
        "main:x",
      );
    assert.notEqual((await go("halted", "0")).code, 0);
    assert.deepEqual(await lines(old), []);
    assert.notEqual((await go("open", "1")).code, 0);
    assert.equal((await lines(old)).length, 1);
    assert.equal((await go("open", "0")).code, 0);
    await uninstalled(shop.work.folder);
    assert.equal(
      await readFile(join(shop.work.folder, ".husky", "pre-push"), "utf8"),
      'cat >>"$OLD"\nexit "${OLD_CODE:-0}"',
    );
  });

  it("stands after the line with which husky 5 to 8 runs the hook a second time", async () => {
    const text = `#!/usr/bin/env sh\n. "$(dirname -- "$0")/_/husky.sh"\n\nnpm test\n`;
    await mkdir(join(shop.work.folder, ".husky"));
    await writeFile(join(shop.work.folder, ".husky", "pre-push"), text);
    await installed(shop.work.folder, "husky");
    const written = await readFile(join(shop.work.folder, ".husky", "pre-push"), "utf8");
    assert.match(written, /husky\.sh"\n# >>> release-halt >>> [\s\S]*# <<< release-halt <<<\n\nnpm test\n$/);
    await uninstalled(shop.work.folder);
    assert.equal(await readFile(join(shop.work.folder, ".husky", "pre-push"), "utf8"), text);
  });

  const lefthook = resolve("node_modules/lefthook-linux-x64/bin/lefthook");
  const configurations: Readonly<Record<string, string>> = {
    "no pre-push": "pre-commit:\n  commands:\n    lint:\n      run: 'true'\n",
    commands:
      'pre-push:\n  parallel: true\n  commands:\n    # ours\n    old:\n      run: sh -c \'cat >>"$OLD"; exit "${OLD_CODE:-0}"\'\n      use_stdin: true\n',
    jobs: 'pre-push:\n  jobs:\n    - name: old\n      run: sh -c \'cat >>"$OLD"; exit "${OLD_CODE:-0}"\'\n      use_stdin: true',
  };
  for (const [name, text] of Object.entries(configurations)) {
    it(`goes through lefthook with ${name}`, async function () {
      const ci = process.platform === "linux" && process.arch === "x64";
      needs(this, existsSync(lefthook), "Install lefthook: npm ci brings it on Linux (x64).", ci);
      await shop.work.commit("two", { "lefthook.yml": text });
      await installed(shop.work.folder, "lefthook");
      assert.equal((await ran(shop.work.folder, {}, lefthook, "validate")).code, 0);
      assert.equal((await ran(shop.work.folder, {}, lefthook, "install")).code, 0);
      const old = join(folder(), "old");
      const env = { LEFTHOOK_BIN: lefthook, OLD: old, STAND_IN_LOG: shop.log };
      const go = (answer: string, code: string, ref: string): Promise<Ran> =>
        ran(
          shop.work.folder,
          { ...env, STAND_IN: answer, OLD_CODE: code },
          "git",
          "push",
          "-q",
          "origin",
          ref,
        );
      assert.notEqual((await go("halted", "0", "main:x")).code, 0);
      assert.equal(await pushed(), "");
      const said = (await lines(shop.log)).join("\n");
      assert.match(said, /^asked pre-push --lines-may-be-lost origin /);
      // Of commands in parallel one gets git's lines.
      const read = text.includes("parallel") ? [said, ...(await lines(old))].join("\n") : said;
      assert.match(read, /refs\/heads\/main \w+ refs\/heads\/x 0{40}$/m);
      if (text.includes("old")) assert.notEqual((await go("open", "1", "main:x")).code, 0);
      assert.equal((await go("open", "0", "main:x")).code, 0);
      if (text.includes("jobs")) assert.match((await lines(old)).join("\n"), /refs\/heads\/x/);
      // A tag on a commit that is there already is what a release is.
      await shop.work.git("tag", "v1");
      assert.notEqual((await go("halted", "0", "v1")).code, 0);
      await uninstalled(shop.work.folder);
      assert.equal(await readFile(join(shop.work.folder, "lefthook.yml"), "utf8"), text);
    });
  }

  it("goes through pre-commit, and through the hook beside it where pre-commit runs none", async function () {
    const found = await ran(folder(), {}, "sh", "-c", "command -v pre-commit");
    needs(this, found.code === 0, "Install pre-commit: apt-get install pre-commit.");
    const text =
      "# checks\nrepos:\n- repo: local\n  hooks:\n  - {id: old, name: old, language: system, entry: 'true', stages: [push], always_run: true}\n";
    await shop.work.commit("two", { ".pre-commit-config.yaml": text });
    const tool = { PRE_COMMIT_HOME: join(folder(), "cache"), STAND_IN_LOG: shop.log };
    await installed(shop.work.folder, "pre-commit");
    const config = await readFile(join(shop.work.folder, ".pre-commit-config.yaml"), "utf8");
    assert.match(config, /default_install_hook_types: \[pre-commit, pre-push\]/);
    assert.equal((await ran(shop.work.folder, tool, "pre-commit", "install")).code, 0);
    const go = (answer: string, ref: string): Promise<Ran> =>
      ran(shop.work.folder, { ...tool, STAND_IN: answer }, "git", "push", "-q", "origin", ref);
    const refused = await go("halted", "main:x");
    assert.notEqual(refused.code, 0);
    assert.match(refused.out + refused.err, /release gate.*Failed[\s\S]*The release is halted/);
    const head = await shop.work.git("rev-parse", "HEAD");
    assert.ok(
      (await lines(shop.log)).includes(`read refs/heads/main ${head} refs/heads/x ${"0".repeat(40)}`),
    );
    assert.equal((await go("open", "main:x")).code, 0);
    await shop.work.commit("three");
    assert.notEqual((await go("halted", "main:x")).code, 0);
    assert.equal((await go("open", "main:x")).code, 0);
    await shop.work.git("tag", "v1");
    assert.equal((await go("halted", "v1")).code, 0, "pre-commit runs no hook for it");
    await ran(shop.work.folder, {}, "git", "push", "-q", "--no-verify", "origin", ":v1");
    await installed(shop.work.folder, "pre-push");
    assert.ok(existsSync(`${shop.hook}.legacy`));
    assert.notEqual((await go("halted", "v1")).code, 0);
    assert.equal((await go("open", "v1")).code, 0);
    await uninstalled(shop.work.folder);
    assert.ok(!existsSync(`${shop.hook}.legacy`));
    assert.equal(await readFile(join(shop.work.folder, ".pre-commit-config.yaml"), "utf8"), text);
  });
});
