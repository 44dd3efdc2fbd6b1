import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import {
  chmod,
  cp,
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  rename,
  rm,
  symlink,
  writeFile,
} from "node:fs/promises";
import { createServer, type AddressInfo, type Server, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { promisify } from "node:util";
import { temporaryFolder } from "../support/temporary";
import { shop } from "./cases/repositories";
import type { GateRepository } from "./support/gateRepository";
import { shells } from "./support/shells";
import { writeLedger, type HaltFacts } from "./support/writeLedger";

const execute = promisify(execFile);
const script = resolve("src/gate/release-halt.sh");
const breakGlass = { RELEASE_HALT_BREAK_GLASS: "The shop is down" };

interface Ran {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

async function run(
  cwd: string,
  [program = "", ...args]: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<Ran> {
  return new Promise((done) => {
    execFile(program, args, { cwd, env: { ...process.env, ...env } }, (error, out, err) => {
      done({ code: error === null ? 0 : typeof error.code === "number" ? error.code : -1, out, err });
    });
  });
}

describe("The gate as a hook in sh", () => {
  const folder = temporaryFolder();
  let made: string;
  let template: GateRepository;
  let repository: GateRepository;

  before(async () => {
    made = await mkdtemp(join(tmpdir(), "release-halt-shop-"));
    template = await shop(made);
  });

  after(async () => {
    await rm(made, { recursive: true, force: true });
  });

  beforeEach(async () => {
    await cp(made, folder(), { recursive: true });
    const place = join(folder(), "shop");
    const remote = join(folder(), "origin.git");
    repository = {
      folder: place,
      remote,
      ids: template.ids,
      git: async (...args) => template.git("-C", place, ...args),
    };
    await repository.git("remote", "set-url", "origin", remote);
  });

  const remote = (): string => repository.remote ?? "";
  const inRemote = async (...args: readonly string[]): Promise<string> =>
    repository.git("-C", remote(), ...args);
  const refs = async (...args: readonly string[]): Promise<string[]> =>
    (await repository.git(...args)).split("\n").filter((line) => line !== "");
  const bypassesHere = async (): Promise<string[]> =>
    refs("for-each-ref", "--format=%(refname)", "refs/release-halt/bypass");
  const bypassesThere = async (): Promise<string[]> =>
    refs("-C", remote(), "for-each-ref", "--format=%(refname)", "refs/heads/release-halts-bypass");
  const halt = async (...halts: readonly HaltFacts[]): Promise<void> =>
    writeLedger(remote(), "refs/heads/release-halts", { halts });
  const push = async (args: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<Ran> =>
    run(repository.folder, ["git", "push", ...args], env);

  async function install(hooks: string, hook: string, args: string): Promise<void> {
    await mkdir(hooks, { recursive: true });
    await writeFile(join(hooks, hook), `#!/bin/sh\nexec sh '${script}' ${hook} ${args}\n`);
    await chmod(join(hooks, hook), 0o755);
  }

  describe("before a push", () => {
    beforeEach(async () => {
      await install(join(repository.folder, ".git", "hooks"), "pre-push", '"$@"');
    });

    it("refuses a release that is halted, and says what, why, who, since when and what lifts it", async () => {
      await halt({
        id: "twice",
        title: "Charges twice",
        refs: ["refs/tags/v3*"],
        lifts: "The till test passes",
      });
      await repository.git("tag", "v3.0.0");
      const { code, err } = await push(["origin", "v3.0.0"]);
      assert.equal(code, 1);
      for (const part of [
        "Halted: Charges twice",
        "Why: Customers would pay twice.",
        "Placed by Ana Example, since 2026-11-30T14:00:00+01:00",
        "Lifted when: The till test passes",
        "Halt: twice",
        "It can go on once the halt is lifted.",
        "RELEASE_HALT_BREAK_GLASS",
        "Nothing was pushed.",
      ]) {
        assert.ok(err.includes(part), `${part}\n${err}`);
      }
      assert.equal(await inRemote("tag", "--list", "v3*"), "");
      assert.deepEqual(await bypassesThere(), []);
    });

    it("lets what is not halted go without a word", async () => {
      await halt({ id: "twice", refs: ["refs/tags/v3*"] });
      await repository.git("tag", "v4.0.0");
      const { code, err } = await push(["--quiet", "origin", "v4.0.0", "main", "HEAD:refs/heads/topic"]);
      assert.equal(err, "");
      assert.equal(code, 0);
    });

    it("refuses all of a push of which one ref is halted", async () => {
      await halt({ id: "twice", bad: ["0".repeat(40), repository.ids.bug ?? ""] });
      await repository.git("tag", "v4.0.0");
      const { code, err } = await push(["origin", "v4.0.0", "release/2.4:refs/heads/release/2.5"]);
      assert.equal(code, 1);
      assert.match(err, /Halt: twice/);
      assert.equal(await inRemote("tag", "--list", "v4*"), "");
    });

    it("goes by the name at the remote, not by the name here", async () => {
      await halt({ id: "twice", refs: ["refs/heads/release/9"] });
      assert.equal((await push(["origin", "main:refs/heads/release/9"])).code, 1);
      assert.equal((await push(["origin", "main:refs/heads/release/8"])).code, 0);
      assert.equal((await push(["origin", "HEAD^{/Change main1}:refs/heads/release/9"])).code, 1);
    });

    it("lets a deletion go", async () => {
      await halt({ id: "all" });
      assert.equal((await push(["origin", ":refs/heads/release/2.3"])).code, 0);
    });

    it("lets the ledger go, so that a halt can be lifted", async () => {
      await halt({ id: "all" });
      await writeLedger(repository.folder, "refs/release-halt/ledger", {
        halts: [{ id: "all", mode: "closed" }],
        before: { halts: [{ id: "all" }] },
      });
      const pushed = await push(["origin", "refs/release-halt/ledger:refs/heads/release-halts"]);
      assert.equal(pushed.code, 0, pushed.err);
      assert.equal((await push(["origin", "main:refs/heads/release/9"])).code, 0);
    });

    it("refuses when it cannot tell", async () => {
      await writeLedger(remote(), "refs/heads/release-halts", {
        halts: [],
        damage: (files) => ({ ...files, gate: "release-halts 2\n" }),
      });
      const { code, err } = await push(["origin", "main:refs/heads/release/9"]);
      assert.equal(code, 1);
      assert.match(err, /Cannot tell.*newer version/);
      assert.equal((await push(["origin", "main"])).code, 0);
    });

    it("holds a halt that vanished from the ledger, and says so until it is back", async () => {
      const ask = async (): Promise<Ran> => push(["origin", "main:refs/heads/release/9"]);
      const askLater = async (): Promise<Ran> => {
        await writeFile(join(repository.folder, ".git", "release-halt", "ledger.fetched"), "1000\n");
        return ask();
      };
      await halt({ id: "twice" });
      assert.equal((await ask()).code, 1);
      await halt({ id: "another", refs: ["refs/tags/v9*"] });
      for (const asked of [askLater, ask, askLater]) {
        const { code, err } = await asked();
        assert.equal(code, 1);
        assert.match(err, /Halt: twice[^]*was rewritten: halts that were seen there are missing/);
      }
      await halt({ id: "twice", mode: "closed" }, { id: "another", refs: ["refs/tags/v9*"] });
      assert.match((await askLater()).err, /it has another history, with all halts/);
      assert.doesNotMatch((await push(["origin", "main:refs/heads/release/8"])).err, /rewritten/);
    });

    it("asks the remote that is pushed to while none is known to hold the halts, then the one that does", async () => {
      await halt();
      const other = join(folder(), "other.git");
      await repository.git("clone", "-q", "--bare", repository.folder, other);
      await repository.git("remote", "add", "other", other);
      await writeLedger(other, "refs/heads/release-halts", { halts: [{ id: "there" }] });
      assert.equal((await push(["other", "main:refs/heads/release/9"])).code, 1);
      assert.equal((await push(["origin", "main:refs/heads/release/9"])).code, 1);
    });

    it("asks the remote that holds the halts, whichever is pushed to", async () => {
      await halt({ id: "twice" });
      await repository.git("fetch", "-q", "origin");
      const other = join(folder(), "other.git");
      await repository.git("clone", "-q", "--bare", repository.folder, other);
      await repository.git("remote", "add", "other", other);
      const { code, err } = await push(["other", "main:refs/heads/release/9"]);
      assert.equal(code, 1);
      assert.match(err, /Halt: twice/);
    });

    it("cannot tell what the file of a halt stops that no ledger has", async () => {
      const id = "2026-11-30-twice";
      await mkdir(join(repository.folder, ".release-halt"));
      const file = join(repository.folder, ".release-halt", `${id}.halt.json`);
      for (const [status, code] of [
        ["active", 1],
        ["draft", 0],
        ["closed", 0],
      ] as const) {
        await writeFile(file, JSON.stringify({ version: 1, id, status }, undefined, 2));
        const pushed = await push(["origin", `main:refs/heads/release/9-${status}`]);
        assert.equal(pushed.code, code, pushed.err);
        if (code === 1) assert.match(pushed.err, /twice\.halt\.json says that its halt is active/);
      }
      await writeFile(file, JSON.stringify({ version: 1, id, status: "active" }));
      await halt({ id, mode: "closed" });
      const known = await run(repository.folder, [
        "sh",
        script,
        "check",
        "--ref",
        "release/9",
        "--max-age",
        "1",
      ]);
      assert.notEqual(known.code, 1, known.out);
    });

    it("goes on when the glass is broken, and records it at the remote for each ref", async () => {
      await halt({ id: "all" });
      const { code, err } = await push(
        ["origin", "main:refs/heads/release/8", "main:refs/heads/release/9"],
        breakGlass,
      );
      assert.equal(code, 0);
      assert.match(err, /THE GLASS WAS BROKEN[^]*The shop is down/);
      assert.equal(await inRemote("rev-parse", "release/9"), repository.ids.main1);
      assert.deepEqual(await bypassesHere(), []);
      const kept = await bypassesThere();
      assert.equal(kept.length, 2);
      const messages = await Promise.all(kept.map(async (ref) => inRemote("log", "-1", "--format=%B", ref)));
      assert.match(
        messages.sort()[0] ?? "",
        /^Bypassed: refs\/heads\/release\/8\n\nReason: The shop is down\nCommit: [0-9a-f]{40}\nRef: refs\/heads\/release\/8\nAt: \d+\nBy: Ana Example\nHalt: all$/,
      );
      assert.equal(await inRemote("ls-tree", kept[0] ?? ""), "");
      await inRemote("fsck", "--strict");
    });

    it("takes a blank reason for none", async () => {
      await halt({ id: "all" });
      const { code } = await push(["origin", "main:refs/heads/release/9"], {
        RELEASE_HALT_BREAK_GLASS: " \t",
      });
      assert.equal(code, 1);
      assert.deepEqual(await bypassesThere(), []);
    });

    it("records nothing when nothing had to be bypassed", async () => {
      await halt();
      assert.equal((await push(["origin", "main:refs/heads/release/9"], breakGlass)).code, 0);
      assert.deepEqual(await bypassesThere(), []);
    });

    it("records who broke the glass without a name for them", async () => {
      await halt({ id: "all" });
      const nobody = {
        ...breakGlass,
        HOME: folder(),
        XDG_CONFIG_HOME: folder(),
        GIT_CONFIG_NOSYSTEM: "1",
        GIT_CONFIG_GLOBAL: "/dev/null",
        EMAIL: "",
      };
      await repository.git("config", "--unset", "user.name");
      await repository.git("config", "--unset", "user.email");
      await repository.git("config", "user.useConfigOnly", "true");
      assert.equal((await push(["origin", "main:refs/heads/release/9"], nobody)).code, 0);
      const [kept = ""] = await bypassesThere();
      assert.match(await inRemote("log", "-1", "--format=%B", kept), /\nBy:\s*\nHalt: all$/);
    });

    it("leaves the working tree, the index and the other refs as they are", async () => {
      await halt({ id: "all" });
      await writeFile(join(repository.folder, "open.txt"), "not committed");
      await repository.git("add", "open.txt");
      const before = await refs("for-each-ref", "refs/heads", "refs/tags");
      await push(["origin", "main:refs/heads/release/9"]);
      assert.deepEqual(await refs("for-each-ref", "refs/heads", "refs/tags"), before);
      assert.equal(await repository.git("status", "--porcelain"), "A  open.txt");
      assert.deepEqual(await readdir(join(repository.folder, ".git", "release-halt")), [
        "ledger.fetched",
        "ledger.seen",
      ]);
    });
  });

  describe("on the server", () => {
    beforeEach(async () => {
      await install(join(remote(), "hooks"), "pre-receive", "");
    });

    it("refuses a release that is halted by what is in the push itself", async () => {
      await halt({ id: "twice", bad: [repository.ids.bug ?? ""] });
      await repository.git("switch", "-q", "release/2.4");
      await repository.git("commit", "-q", "--allow-empty", "-m", "One more");
      const { code, err } = await push(["origin", "HEAD:refs/heads/release/2.6"]);
      assert.equal(code, 1);
      assert.match(err, /remote: Halted: The kettle shop charges twice/);
      assert.match(err, /remote: {3}Halt: twice/);
      assert.equal(await inRemote("branch", "--list", "release/2.6"), "");
    });

    it("lets other branches, rollbacks, deletions and the ledger go", async () => {
      await halt({ id: "twice", released: [repository.ids.old ?? ""] });
      await writeLedger(repository.folder, "refs/release-halt/ledger", {
        halts: [{ id: "twice", mode: "closed" }],
        before: { halts: [{ id: "twice", released: [repository.ids.old ?? ""] }] },
      });
      const { code, err } = await push([
        "origin",
        "main:refs/heads/topic",
        "v2.3.0:refs/tags/again",
        ":refs/heads/release/2.4",
        "refs/release-halt/ledger:refs/heads/release-halts",
      ]);
      assert.equal(code, 0, err);
    });

    it("takes no push that rewrites or deletes the ledger", async () => {
      await halt({ id: "twice" });
      const before = await inRemote("rev-parse", "release-halts");
      await writeLedger(repository.folder, "refs/other", { halts: [] });
      for (const rewrite of ["+refs/other:refs/heads/release-halts", ":refs/heads/release-halts"]) {
        const { code, err } = await push(["origin", rewrite]);
        assert.equal(code, 1);
        assert.match(err, /is only added to, not rewritten or deleted/);
      }
      assert.equal(await inRemote("rev-parse", "release-halts"), before);
    });

    it("is not led astray by commits that are replaced there, nor by a branch of another name", async () => {
      const { bug = "", old = "" } = repository.ids;
      await halt({ id: "twice", bad: [bug] });
      await repository.git("replace", bug, old);
      assert.equal((await push(["origin", "refs/replace/*:refs/replace/*"])).code, 0);
      await repository.git("replace", "-d", bug);
      assert.equal((await push(["origin", "release/2.4:refs/heads/release/2.6"])).code, 1);
      await inRemote("symbolic-ref", "refs/heads/current", "refs/heads/release/2.7");
      assert.equal((await push(["origin", "release/2.4:refs/heads/current"])).code, 1);
    });

    it("judges each of hundreds of tags in one push", async () => {
      const { bug = "" } = repository.ids;
      await halt({ id: "twice", bad: [bug] });
      const { stdout } = await execute("git", ["rev-list", "--reverse", "release/2.4"], {
        cwd: repository.folder,
      });
      const commits = stdout.trim().split("\n");
      const names = Array.from({ length: 300 }, (_, index) => `many/${index}`);
      const lines = names.map(
        (name, index) => `create refs/tags/${name} ${commits[index % commits.length] ?? ""}\n`,
      );
      const importing = execute("git", ["update-ref", "--stdin"], { cwd: repository.folder });
      importing.child.stdin?.end(lines.join(""));
      await importing;
      const { code, err } = await push(["origin", "refs/tags/many/*:refs/tags/many/*"]);
      assert.equal(code, 1);
      const halted = names.filter((_, index) => index % commits.length >= commits.indexOf(bug));
      assert.equal(err.match(/Halted: /g)?.length, halted.length);
    });

    it("keeps the record of a bypass, although git would forget what a hook writes", async () => {
      await halt({ id: "all" });
      assert.equal((await push(["origin", "main:refs/heads/release/9"], breakGlass)).code, 0);
      const [kept = ""] = await bypassesThere();
      assert.match(await inRemote("log", "-1", "--format=%B", kept), /^Bypassed: refs\/heads\/release\/9\n/);
      await inRemote("fsck", "--strict");
    });
  });

  describe("guarding a command", () => {
    const guard = async (args: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<Ran> =>
      run(repository.folder, ["sh", script, "guard", ...args], env);

    it("stops what is halted or needs an approval, in every environment", async () => {
      await halt({ id: "all" });
      assert.equal((await guard(["--ref", "release/2.4", "--environment", "staging"])).code, 1);
      await halt({ id: "all", mode: "approval" });
      assert.equal(
        (await guard(["--ref", "release/2.4", "--environment", "staging", "--max-age", "0"])).code,
        1,
      );
    });

    it("stops what cannot be told in production, and warns elsewhere", async () => {
      const cannotTell = ["--ref", "release/2.4", "--offline"];
      assert.equal((await guard(cannotTell)).code, 1);
      assert.equal((await guard([...cannotTell, "--environment", "production"])).code, 1);
      assert.equal((await guard([...cannotTell, "--environment", "live"])).code, 1);
      const { code, err } = await guard([...cannotTell, "--environment", "staging"]);
      assert.equal(code, 0);
      assert.match(err, /Cannot tell[^]*It goes on/);
    });

    it("stops where an approval is required, although of another halt it cannot be told", async () => {
      await halt({ id: "approval", mode: "approval" }, { id: "bug", bad: [repository.ids.bug ?? ""] });
      const { code, err } = await guard(["--ref", "release/9", "--environment", "staging"]);
      assert.equal(code, 1);
      assert.match(err, /Cannot tell[^]*Approval required|Approval required[^]*Cannot tell/);
    });

    it("keeps the record of a bypass while the remote is away, and the next run pushes it", async () => {
      await halt({ id: "all" });
      await guard(["--ref", "release/2.4"]);
      await rename(remote(), `${remote()}.away`);
      const { code } = await guard(["--ref", "release/2.4", "--offline"], breakGlass);
      assert.equal(code, 0);
      assert.equal((await bypassesHere()).length, 1);
      await guard(["--ref", "release/2.4"]);
      assert.equal((await bypassesHere()).length, 1);
      await rename(`${remote()}.away`, remote());
      await guard(["--ref", "release/2.4"]);
      assert.deepEqual(await bypassesHere(), []);
      assert.equal((await bypassesThere()).length, 1);
    });

    it("writes a reason of several lines as one", async () => {
      await halt({ id: "all" });
      const reason = "Down\n\nCommit: forged\n\u001b[2J##vso[task.complete]";
      const { err } = await guard(["--ref", "release/2.4"], { RELEASE_HALT_BREAK_GLASS: reason });
      const [kept = ""] = await bypassesThere();
      const message = await inRemote("log", "-1", "--format=%B", kept);
      assert.equal(message.match(/^Commit: /gm)?.length, 1);
      // eslint-disable-next-line no-control-regex
      assert.doesNotMatch(message + err, /\u001b|##/);
    });

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
          run(
            repository.folder,
            [stdout.trim(), ...shell, script, "check", "--ref", "release/2.4", ...args],
            {
              PATH: bin,
            },
          );
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
      await writeFile(join(repository.folder, ".git", "release-halt"), "");
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

    it("ends with 2 and a sentence without git", async () => {
      const { code, err } = await run(repository.folder, ["/bin/sh", script, "guard"], { PATH: folder() });
      assert.equal(code, 2);
      assert.match(err, /git was not found/);
    });

    it("ends with 2 where there is no repository", async () => {
      const { code } = await run(folder(), ["sh", script, "check"], { GIT_CEILING_DIRECTORIES: folder() });
      assert.equal(code, 2);
    });

    it("answers quickly", async () => {
      await halt({ id: "twice", bad: [repository.ids.bug ?? ""], fix: [repository.ids.fix ?? ""] });
      await guard(["--ref", "release/2.4"]);
      const times: number[] = [];
      for (let round = 0; round < 5; round += 1) {
        const start = performance.now();
        assert.equal((await guard(["--ref", "release/2.4"])).code, 1);
        times.push(performance.now() - start);
      }
      assert.ok(Math.min(...times) < 300, `${times.join(" ")} ms`);
    });
  });

  describe("when the remote takes the call and never answers", () => {
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
        assert.ok(performance.now() - start < 14_000);
      };
      await Promise.all([question("git", ["sh"]), ...shells.map(async (shell) => question("http", shell))]);
      assert.ok(calls.size >= 2);
    });
  });
});
