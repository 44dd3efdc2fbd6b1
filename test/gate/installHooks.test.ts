import assert from "node:assert/strict";
import { chmod, copyFile, lstat, readFile, readdir, stat, symlink, writeFile } from "node:fs/promises";
import { existsSync } from "node:fs";
import { basename, join } from "node:path";
import { makeRepository } from "../support/repository";
import { installed, lines, ran, uninstalled, type Ran } from "../support/standInGate";
import { pushShop } from "./support/pushShop";

describe("A push through an installed hook", () => {
  const shop = pushShop();
  const { folder, push, pushed } = shop;

  async function hook(text: string, mode = 0o755): Promise<void> {
    await writeFile(shop.hook, text);
    await chmod(shop.hook, mode);
  }

  /** What the folder of hooks holds, to the byte and the mode. */
  async function hooks(): Promise<Readonly<Record<string, string>>> {
    const place = join(shop.work.folder, ".git", "hooks");
    const names = (await readdir(place)).sort();
    const entries = names.map(async (name) => {
      const found = await lstat(join(place, name));
      const held = found.isSymbolicLink() ? "link" : await readFile(join(place, name), "latin1");
      return [name, `${found.mode.toString(8)} ${held}`] as const;
    });
    return Object.fromEntries(await Promise.all(entries));
  }

  it("is refused while halted and goes out when open; git's lines and arguments reach the gate", async () => {
    const before = await hooks();
    await installed(shop.work.folder, "pre-push");
    const refused = await push("halted", "main:refs/heads/release/1");
    assert.notEqual(refused.code, 0);
    assert.match(refused.err, /The release is halted/);
    assert.equal(await pushed(), "");
    const head = await shop.work.git("rev-parse", "HEAD");
    const said = await lines(shop.log);
    assert.deepEqual(said.slice(0, 4), [
      `asked pre-push origin ${shop.remote}`,
      "pre-push",
      "origin",
      shop.remote,
    ]);
    assert.equal(said[4], `read refs/heads/main ${head} refs/heads/release/1 ${"0".repeat(40)}`);
    assert.equal((await push("open", "main:refs/heads/release/1")).code, 0);
    assert.equal(await pushed(), "refs/heads/release/1");
    assert.notEqual((await push("cannotTell", "main:refs/tags/v1")).code, 0);
    await uninstalled(shop.work.folder);
    assert.deepEqual(await hooks(), before);
    assert.ok(!existsSync(join(shop.work.folder, ".release-halt")));
    assert.ok(!existsSync(join(shop.work.folder, ".git", "release-halt")));
  });

  const existing: Readonly<Record<string, string>> = {
    "a sh hook": `#!/bin/sh\n# ours\necho "args $*" >>"$OLD"\nwhile read -r line; do echo "line $line" >>"$OLD"; done\nexit "\${OLD_CODE:-0}"\n`,
    "a sh hook without a first line and without an end of line": `echo "args $*" >>"$OLD"; sed 's/^/line /' >>"$OLD"; exit "\${OLD_CODE:-0}"`,
    "a bash hook that stops at each failure": `#!/usr/bin/env -S bash -eu\necho "args $*" >>"$OLD"\nsed 's/^/line /' >>"$OLD"\nexit "\${OLD_CODE:-0}"\n`,
    "a hook in Python": `#!/usr/bin/env python3\nimport os, sys\nwith open(os.environ["OLD"], "a") as f:\n    f.write("args " + " ".join(sys.argv[1:]) + "\\n")\n    for line in sys.stdin: f.write("line " + line)\nsys.exit(int(os.environ.get("OLD_CODE", "0")))\n`,
  };
  for (const [name, text] of Object.entries(existing)) {
    it(`runs ${name} as well, with its input and arguments, and its refusal counts`, async () => {
      await hook(text);
      const before = await hooks();
      await installed(shop.work.folder, "pre-push");
      assert.deepEqual((await installed(shop.work.folder, "pre-push")).changes, []);
      const old = join(folder(), "old");
      const go = (answer: string, code: string): Promise<Ran> =>
        ran(
          shop.work.folder,
          { STAND_IN: answer, OLD: old, OLD_CODE: code },
          "git",
          "push",
          "-q",
          "origin",
          "main:x",
          "main:y",
        );
      assert.notEqual((await go("halted", "0")).code, 0);
      assert.equal(await pushed(), "");
      assert.notEqual((await go("open", "3")).code, 0);
      assert.equal(await pushed(), "");
      const head = await shop.work.git("rev-parse", "HEAD");
      const zero = "0".repeat(40);
      assert.deepEqual(await lines(old), [
        `args origin ${shop.remote}`,
        `line refs/heads/main ${head} refs/heads/x ${zero}`,
        `line refs/heads/main ${head} refs/heads/y ${zero}`,
      ]);
      assert.equal((await go("open", "0")).code, 0);
      assert.equal(await pushed(), "refs/heads/x\nrefs/heads/y");
      await uninstalled(shop.work.folder);
      assert.deepEqual(await hooks(), before);
    });
  }

  it("runs a program and what a link leads to", async () => {
    await copyFile("/bin/false", shop.hook);
    await chmod(shop.hook, 0o755);
    const before = await hooks();
    await installed(shop.work.folder, "pre-push");
    assert.notEqual((await push("open", "main:x")).code, 0);
    await uninstalled(shop.work.folder);
    assert.deepEqual(await hooks(), before);
    await ran(shop.work.folder, {}, "rm", shop.hook);
    await symlink("/bin/true", shop.hook);
    await installed(shop.work.folder, "pre-push");
    assert.notEqual((await push("halted", "main:x")).code, 0);
    assert.equal((await push("open", "main:x")).code, 0);
    await uninstalled(shop.work.folder);
    assert.ok((await lstat(shop.hook)).isSymbolicLink());
  });

  it("does not start to run a hook that git has not run", async () => {
    await hook("#!/bin/sh\nexit 1\n", 0o644);
    const before = await hooks();
    await installed(shop.work.folder, "pre-push");
    assert.notEqual((await push("halted", "main:x")).code, 0);
    assert.equal((await push("open", "main:x")).code, 0);
    await uninstalled(shop.work.folder);
    assert.deepEqual(await hooks(), before);
  });

  it("is looked at in a linked work tree, in a commit that has no gate, and in a submodule", async () => {
    await installed(shop.work.folder, "pre-push");
    const linked = join(folder(), "linked");
    await shop.work.git("worktree", "add", "-q", "-b", "other", linked);
    assert.ok(!existsSync(join(linked, ".release-halt")));
    const go = async (place: string, answer: string): Promise<Ran> =>
      ran(
        place,
        { STAND_IN: answer, STAND_IN_LOG: shop.log },
        "git",
        "push",
        "-q",
        "origin",
        `HEAD:refs/heads/${basename(place)}`,
      );
    assert.notEqual((await go(linked, "halted")).code, 0);
    assert.equal((await go(linked, "open")).code, 0);
    const outer = await makeRepository(join(folder(), "outer"));
    await outer.git("-c", "protocol.file.allow=always", "submodule", "add", "-q", shop.work.folder, "sub");
    const inner = join(outer.folder, "sub");
    await ran(inner, {}, "git", "remote", "set-url", "origin", shop.remote);
    await installed(inner, "pre-push");
    assert.ok(existsSync(join(outer.folder, ".git", "modules", "sub", "hooks", "pre-push")));
    assert.notEqual((await go(inner, "halted")).code, 0);
    assert.equal((await go(inner, "open")).code, 0);
  });

  it("is refused when the gate is gone, because then nobody can tell", async () => {
    await installed(shop.work.folder, "pre-push");
    await ran(shop.work.folder, {}, "rm", "-r", ".release-halt", ".git/release-halt");
    const refused = await push("open", "main:x");
    assert.notEqual(refused.code, 0);
    assert.match(refused.err, /nobody can tell.*--no-verify/);
    assert.equal(await pushed(), "");
  });

  it("goes through a folder of hooks in the work tree, but nothing is written to one outside", async () => {
    await shop.work.git("config", "core.hooksPath", ".githooks");
    await installed(shop.work.folder, "pre-push");
    assert.ok(existsSync(join(shop.work.folder, ".githooks", "pre-push")));
    assert.notEqual((await push("halted", "main:x")).code, 0);
    await uninstalled(shop.work.folder);
    assert.ok(!existsSync(join(shop.work.folder, ".githooks")));
    const outside = join(folder(), "everyones hooks");
    await shop.work.git("config", "core.hooksPath", outside);
    const plan = await installed(shop.work.folder, "pre-push");
    assert.deepEqual(plan.changes, []);
    assert.match(
      plan.kinds[0]?.byHand.join("\n") ?? "",
      /local setting.*outside of the repository.*by hand[\s\S]*gate\.sh/,
    );
    assert.ok(!existsSync(outside));
  });

  it("is refused by the server's hook whatever the person does, and an update of another hook's text stays", async () => {
    const place = join(shop.remote, "hooks", "pre-receive");
    await writeFile(place, '#!/bin/sh\nsed "s/^/old /" >&2\n');
    await chmod(place, 0o755);
    await installed(shop.remote, "pre-receive");
    assert.ok((await stat(join(shop.remote, "release-halt", "gate.sh"))).isFile());
    const go = (answer: string): Promise<Ran> =>
      ran(
        shop.work.folder,
        { STAND_IN: answer, STAND_IN_LOG: shop.log },
        "git",
        "push",
        "--no-verify",
        "origin",
        "main:x",
      );
    assert.notEqual((await go("halted")).code, 0);
    assert.equal(await pushed(), "");
    const open = await go("open");
    assert.equal(open.code, 0);
    assert.match(open.err, /old 0{40} \w+ refs\/heads\/x/);
    await uninstalled(shop.remote);
    assert.equal(await readFile(place, "utf8"), '#!/bin/sh\nsed "s/^/old /" >&2\n');
    assert.ok(!existsSync(join(shop.remote, "release-halt")));
  });
});
