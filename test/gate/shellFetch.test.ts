import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { chmod, mkdir, readFile, symlink, writeFile } from "node:fs/promises";
import { createServer, type AddressInfo, type Server, type Socket } from "node:net";
import { join } from "node:path";
import { promisify } from "node:util";
import { hookShop, run, script, type Ran } from "./support/hookShop";
import { shells } from "./support/shells";

const execute = promisify(execFile);

describe("The gate in sh fetching the halts", () => {
  const { folder, repository, refs, halt, guard } = hookShop();

  it("leaves what the person's own fetch left, and has no hook hear of it", async () => {
    await halt();
    const hooks = join(folder(), "hooks");
    await mkdir(hooks);
    await writeFile(join(hooks, "reference-transaction"), "#!/bin/sh\nexit 1\n");
    await chmod(join(hooks, "reference-transaction"), 0o755);
    await writeFile(join(repository.folder, ".git", "FETCH_HEAD"), "mine\n");
    await repository.git("config", "core.hooksPath", hooks);
    assert.equal((await guard(["--ref", "release/2.4"])).code, 0);
    assert.equal(await readFile(join(repository.folder, ".git", "FETCH_HEAD"), "utf8"), "mine\n");
    assert.deepEqual(
      await refs("for-each-ref", "--format=%(refname)", "refs/remotes/origin/release-halts"),
      [],
    );
  });

  it("fetches with a git that does not know how to leave FETCH_HEAD alone", async () => {
    await halt({ id: "all" });
    await writeFile(
      join(folder(), "git"),
      `#!/bin/sh\ncase " $* " in *" --no-write-fetch-head "*) exit 129 ;; esac\nPATH='${process.env.PATH ?? ""}' exec git "$@"\n`,
    );
    await chmod(join(folder(), "git"), 0o755);
    const older = { PATH: `${folder()}:${process.env.PATH ?? ""}` };
    assert.match((await guard(["--ref", "release/2.4"], older)).err, /Halt: all/);
  });

  it("answers by asking the remote each time where nothing but git is there, in any shell", async () => {
    const bin = join(folder(), "bin");
    await mkdir(bin);
    for (const program of ["git", "sh"]) {
      const { stdout } = await execute("sh", ["-c", 'command -v "$1"', "sh", program]);
      await symlink(stdout.trim(), join(bin, program));
    }
    for (const [program = "", ...shell] of shells) {
      const { stdout } = await execute("sh", ["-c", 'command -v "$1"', "sh", program]);
      const ask = async (...args: readonly string[]): Promise<Ran> =>
        run(repository.folder, [stdout.trim(), ...shell, script, "check", "--ref", "release/2.4", ...args], {
          PATH: bin,
        });
      await mkdir(join(repository.folder, ".git", "release-halt"), { recursive: true });
      await writeFile(join(repository.folder, ".git", "release-halt", "ledger.fetched"), "0\n");
      await halt({ id: "all", mode: "closed" });
      const { code, err } = await ask();
      assert.equal(code, 0);
      assert.doesNotMatch(err, /: not found/);
      await halt({ id: "all" });
      assert.match((await ask()).out, /Halt: all/);
      await halt({ id: "all", mode: "closed" });
      assert.equal((await ask()).code, 0);
      assert.equal((await ask("--offline")).code, 2);
    }
  });

  it("answers where it can write down nothing of what it asked", async () => {
    for (const note of ["ledger.fetched", "ledger.seen"])
      await mkdir(join(repository.folder, ".git", "release-halt", note), { recursive: true });
    await halt();
    assert.match((await guard(["--ref", "release/2.4"])).err, /^Open/);
    await halt({ id: "all" });
    const { code, err } = await guard(["--ref", "release/2.4"]);
    assert.equal(code, 1);
    assert.match(err, /^Halted/);
  });

  it("asks nobody for a passphrase", async () => {
    const bin = join(folder(), "bin");
    await mkdir(bin);
    await writeFile(join(bin, "ssh"), `#!/bin/sh\nprintf '%s\\n' "$*" >>'${folder()}/asked'\nexit 1\n`);
    await chmod(join(bin, "ssh"), 0o755);
    await repository.git("remote", "set-url", "origin", "ssh://git@example.test/shop.git");
    const { code } = await guard(["--ref", "release/2.4"], { PATH: `${bin}:${process.env.PATH ?? ""}` });
    assert.equal(code, 1);
    assert.match(await readFile(join(folder(), "asked"), "utf8"), /BatchMode=yes/);
  });
});

describe("The gate in sh when the remote takes the call and never answers", () => {
  const { repository, remote } = hookShop();

  let server: Server;
  const calls = new Set<Socket>();

  beforeEach(async () => {
    server = createServer((socket) => {
      calls.add(socket);
      socket.on("error", () => undefined);
    });
    await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  });

  afterEach(() => {
    for (const socket of calls) socket.destroy();
    server.close();
  });

  it("cannot tell after some seconds, by any protocol and in any shell", async () => {
    const { port } = server.address() as AddressInfo;
    const question = async (protocol: string, shell: readonly string[]): Promise<void> => {
      const start = performance.now();
      const { code, out, err } = await run(
        repository.folder,
        [...shell, script, "check", "--ref", "release/2.4"],
        {
          GIT_CONFIG_COUNT: "1",
          GIT_CONFIG_KEY_0: `url.${protocol}://127.0.0.1:${port}/.insteadOf`,
          GIT_CONFIG_VALUE_0: remote(),
        },
      );
      assert.equal(code, 2);
      assert.match(out, /were not fetched from origin/);
      assert.equal(err, "");
      assert.ok(performance.now() - start < 60_000);
    };
    await Promise.all([question("git", ["sh"]), ...shells.map(async (shell) => question("http", shell))]);
    assert.ok(calls.size >= 2);
  });
});
