import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { copyFile, mkdir, readFile, rename, writeFile } from "node:fs/promises";
import { basename, join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { promisify } from "node:util";
import * as z from "zod";
import { readHalt } from "../../src/halt/readHalt";
import { makeShop } from "../support/shop";
import { temporaryFolder } from "../support/temporary";

interface Ran {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

describe("The command line", () => {
  const folder = temporaryFolder();
  let shop = "";

  beforeEach(async () => {
    shop = (await makeShop(join(folder(), "kettle shop"))).folder;
  });

  async function run(...args: readonly string[]): Promise<Ran> {
    const command = [
      "--import",
      pathToFileURL(resolve("node_modules/tsx/dist/loader.mjs")).href,
      resolve("src/cli.ts"),
    ];
    return new Promise((done) => {
      execFile(process.execPath, [...command, ...args], { cwd: shop }, (error, out, err) => {
        done({ code: typeof error?.code === "number" ? error.code : 0, out, err });
      });
    });
  }

  async function json(...args: readonly string[]): Promise<Record<string, unknown>> {
    const { out, err } = await run(...args, "--json");
    assert.equal(err, "");
    return JSON.parse(out) as Record<string, unknown>;
  }

  it("says which version it is", async () => {
    const { version } = JSON.parse(await readFile("package.json", "utf8")) as { version: string };
    assert.deepEqual(await run("--version"), { code: 0, out: `${version}\n`, err: "" });
  });

  it("drafts, attaches, judges and writes a brief, as a pipeline does when release tests fail", async () => {
    const drafted = await json("draft", "--title", "Charges twice", "--bug", "KETTLE-77");
    const path = String(drafted.path);
    assert.match(path, /release-halt.*charges-twice.*\.halt\.json$/);
    const attached = await run("attach", path, "reports/junit.xml");
    assert.equal(attached.code, 0, attached.err);
    const read = readHalt(await readFile(path, "utf8"));
    assert.ok(read.ok);
    assert.equal(read.halt.bug.id, "KETTLE-77");
    assert.equal(read.halt.failingTests[0]?.totals.failed, 1);
    assert.equal(read.halt.failingTests[0].path, "reports/junit.xml");
    const status = await run("status", String(drafted.id), "--json");
    assert.equal(status.code, 1);
    const { ready, items } = JSON.parse(status.out) as {
      ready: object;
      items: { id: string; state: string }[];
    };
    assert.deepEqual(ready, { halt: false, meeting: false, lift: false });
    assert.equal(items.find(({ id }) => id === "failingTests")?.state, "complete");
    const brief = await run("brief", path, "--format", "md", "--audience", "short", "--out", "brief.md");
    assert.equal(brief.code, 0, brief.err);
    assert.match(await readFile(join(shop, "brief.md"), "utf8"), /Charges twice/);
  });

  it("prints the facts of the branch", async () => {
    const facts = await json("facts");
    assert.equal(facts.branch, "release/2.4.0");
    assert.equal(facts.remote, "https://github.com/kettle-example/shop.git");
    assert.equal(facts.commits, 3);
    assert.equal(facts.changedFiles, 3);
    assert.equal((facts.base as { ref: string }).ref, "v2.3.1");
  });

  it("reads result files, and fails when one is no result", async () => {
    await writeFile(join(shop, "empty.xml"), "");
    const { code, out } = await run("tests", "reports/junit.xml", "empty.xml", "gone.xml", "--json");
    assert.equal(code, 1);
    const files = JSON.parse(out) as { file: string; format: string; total: number; problems: unknown[] }[];
    assert.deepEqual(
      files.map(({ file, format, total, problems }) => [file, format, total, problems.length]),
      [
        ["reports/junit.xml", "junit", 2, 0],
        ["empty.xml", "unknown", 0, 1],
        ["gone.xml", "unknown", 0, 1],
      ],
    );
    assert.equal((await run("tests", "reports/junit.xml")).code, 0);
  });

  it("tells which tests were flaky, how often they ran, and that a file ends too early", async () => {
    const tried = '<testcase name="pays"><flakyFailure message="late"/></testcase>';
    await writeFile(join(shop, "flaky.xml"), `<testsuite>${tried}<testcase name="ships"/></testsuite>`);
    await writeFile(join(shop, "cut.xml"), `<testsuite>${tried}<testcase name="shi`);
    const { code, out } = await run("tests", "flaky.xml", "cut.xml", "--json");
    assert.equal(code, 1);
    const counts = z.array(
      z.object({ total: z.number(), flaky: z.number(), attempts: z.number(), partial: z.boolean() }),
    );
    assert.deepEqual(counts.parse(JSON.parse(out)), [
      { total: 2, flaky: 1, attempts: 3, partial: false },
      { total: 1, flaky: 1, attempts: 2, partial: true },
    ]);
    assert.match((await run("tests", "flaky.xml")).out, /2 tests, none failed, 1 flaky/);
  });

  it("stops a release and lets it go again", async () => {
    assert.equal((await run("check")).code, 0);
    const halted = await json("halt", "--title", "Charges twice", "--reason", "Money is taken twice");
    const check = await run("check");
    assert.equal(check.code, 1);
    assert.match(check.out, /halted: Charges twice.*only you see this/);
    const lift = await run("lift", String(halted.id), "--reason", "Reverted");
    assert.equal(lift.code, 0, lift.err);
    assert.equal((await run("check")).code, 0);
  });

  it("lists who sees each halt, by what the remote has and not by what it should get", async () => {
    const id = String((await json("halt", "--title", "Charges twice", "--reason", "Twice")).id);
    const listed = async (): Promise<unknown[]> => {
      const [{ shared, audience, waiting }] = (await json("list")).halts as [Record<string, unknown>];
      return [shared, audience, waiting];
    };
    assert.deepEqual(await listed(), [false, "private", 0]);
    const origin = join(folder(), "shared.git");
    const git = async (...args: readonly string[]) => promisify(execFile)("git", args, { cwd: shop });
    await git("remote", "set-url", "origin", origin);
    await git("clone", "-q", "--bare", shop, `${origin}.away`);
    assert.equal((await run("share", id)).code, 1);
    assert.deepEqual(await listed(), [false, "notSent", 1]);
    assert.match((await run("list")).out, /^halted: Charges twice \(.*\), not sent yet: 1 event waits/);
    await rename(`${origin}.away`, origin);
    assert.equal((await run("sync")).code, 0);
    assert.deepEqual(await listed(), [true, "shared", 0]);
    await rename(origin, `${origin}.away`);
    await git("config", "user.name", "Ben Sample");
    assert.equal((await run("approve", id, "--reason", "Seen")).code, 1);
    assert.deepEqual(await listed(), [true, "partly", 1]);
  });

  it("asks before it accepts a ledger that was rewritten, and wants a reason", async () => {
    const { id } = await json("halt", "--title", "Charges twice", "--reason", "Twice", "--share");
    await promisify(execFile)("git", ["update-ref", "-d", "refs/heads/release-halts"], {
      cwd: join(folder(), "origin.git"),
    });
    const asked = await run("sync", "--accept-rewrite");
    assert.equal(asked.code, 1);
    assert.match(
      asked.out,
      /is gone from origin.*forget:\n {2}halted: Charges twice .*, one event\nNothing was/,
    );
    const accepted = await json("sync", "--accept-rewrite", "--reason", "A name was in it");
    assert.equal(accepted.accepted, true);
    assert.match(String(accepted.kept), /^refs\/release-halt\/forgotten\//);
    assert.deepEqual((accepted.forgotten as { id: unknown }[])[0]?.id, id);
    assert.deepEqual((await json("list", "--offline")).halts, []);
    assert.match((await run("sync", "--reason", "x")).err, /goes with --accept-rewrite/);
    assert.match((await run("sync", "--accept-rewrite", "--reason", " ")).err, /--reason is needed/);
  });

  it("cannot tell whether a release is halted while the settings are wrong, or name what is no setting", async () => {
    await mkdir(join(shop, ".release-halt"));
    const settings = join(shop, ".release-halt", "settings.yaml");
    for (const text of [
      "ledger: { expected: maybe }\n",
      "ledger: { brnch: halts }\n",
      ...["refs/heads/halts", "a..b"].map((name) => `ledger: { branch: ${name} }\n`),
      "releaseRef: [v*]\n",
      "a: [\n",
    ]) {
      await writeFile(settings, text);
      const { code, out } = await run("check", "--tag", "v9");
      assert.equal(code, 2, text);
      assert.match(out, /settings\.yaml/);
    }
    await writeFile(settings, "currency: EUR\n");
    assert.equal((await run("check", "--tag", "v9")).code, 0);
  });

  it("gives a terminal and a pipeline's log nothing to act on, whatever a title says", async () => {
    const title = "ok.\n\u001b[2J\u001b[HNo halt is active.\n::stop-commands::x";
    assert.equal((await run("halt", "--title", title, "--reason", "::error::\u202ey")).code, 0);
    const check = await run("check");
    assert.equal(check.code, 1);
    for (const acting of ["\u001b", "\u202e", "\n::"]) assert.ok(!check.out.includes(acting), check.out);
    assert.equal(check.out.trimEnd().split("\n").length, 6);
    assert.match(check.out, /^The release is halted: ok\./);
  });

  it("gives a pipeline's log no command in the middle of its own words", async () => {
    const [title, reason] = ["::error::Twice ###[error]", "Paid ##vso[task.complete]"];
    assert.equal((await run("halt", "--title", title, "--reason", reason)).code, 0);
    const { out } = await run("check");
    assert.match(out, /Twice/);
    assert.doesNotMatch(out, /^\s*::|##\w*\[/m);
  });

  it("lifts a halt in each file that holds it, and never writes a brief over it", async () => {
    const halted = await json("halt", "--title", "Charges twice", "--reason", "Money");
    const path = String(halted.path);
    const shared = join(shop, ".release-halt", basename(path));
    await mkdir(join(shop, ".release-halt"));
    await copyFile(path, shared);
    const over = await run("brief", path, "--out", path);
    assert.equal(over.code, 2);
    assert.match(over.err, /is the name of a halt. Nothing was written/);
    const before = await readFile(path, "utf8");
    for (const name of [String(halted.id), path, join(".release-halt", basename(path))]) {
      for (const file of [path, shared]) await writeFile(file, before);
      assert.equal((await run("lift", name, "--reason", "Reverted")).code, 0, name);
      for (const file of [path, shared]) {
        const read = readHalt(await readFile(file, "utf8"));
        assert.ok(read.ok);
        assert.equal(read.halt.outcome?.reason, "Reverted", `${name}: ${file}`);
      }
    }
    await writeFile(shared, before);
    const third = await run("lift", path, "--reason", "In the tree, too");
    assert.equal(third.code, 0, third.err);
    assert.equal((await run("check")).code, 0);
    const again = await run("lift", path, "--reason", "Once more");
    assert.equal(again.code, 2);
    assert.match(again.err, /closed already \(lifted\)/);
  });

  it("prints a brief as JSON when asked for JSON, and refuses to print anything else then", async () => {
    const { path } = await json("draft", "--title", "Charges twice");
    const brief = await json("brief", String(path), "--audience", "short");
    assert.equal(brief.audience, "short");
    assert.ok(Array.isArray(brief.sections));
    assert.deepEqual(await json("brief", String(path), "--audience", "short", "--format", "json"), brief);
    assert.deepEqual(await json("brief", String(path), "--format", "html", "--out", "brief.html"), {
      path: join(shop, "brief.html"),
    });
    const wrong = await run("brief", String(path), "--json", "--format", "md");
    assert.equal(wrong.code, 2);
    assert.match(wrong.out, /^\{\s*"error": "--format md is no JSON/);
    assert.match(wrong.err, /--format md is no JSON/);
  });

  it("says in one line what was wrong with its use, exit code 2, and prints nothing else", async () => {
    await writeFile(join(shop, "broken.halt.json"), '{ "version": 1,');
    for (const [args, words] of [
      [["unknown"], /no command "unknown"/],
      [["draft"], /--title is needed/],
      [["draft", "--titel", "x"], /titel/],
      [["status", "broken.halt.json"], /broken\.halt\.json:1:\d+/],
      [["status", "gone.halt.json"], /could not be read/],
      [["status", "nobody"], /No halt of this repository/],
      [["brief", "broken.halt.json", "--format", "pdf"], /--format is one of/],
      [["facts", "--repo", folder()], /not in a git repository/],
      [["facts", "--base", "nowhere"], /names no commit/],
      [
        ["install", "--dry-run", "--max-age", "0"],
        /--max-age is a whole number of seconds from 1 on, not "0"/,
      ],
      [["install", "--dry-run", "--max-age", "1e9"], /not "1e9"/],
      [["lift", "broken.halt.json", "--reason", "x"], /broken\.halt\.json:1/],
      [["brief", "broken.halt.json", "--out", "broken.halt.json"], /broken\.halt\.json/],
    ] as const) {
      const { code, out, err } = await run(...args);
      assert.equal(code, 2, args.join(" "));
      assert.equal(out, "", args.join(" "));
      assert.match(err, words, args.join(" "));
      assert.equal(err.trimEnd().split("\n").length, 1, err);
    }
  });
});
