import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { chmod, readdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { reproductionScript } from "../../src/brief/reproductionScript";
import { toPaste } from "../../src/brief/shellWords";
import { haltSchema, type HaltInput } from "../../src/halt/schema/halt";
import { decidedByOf, decidingCommandOf } from "../../src/prove/planVerification";
import { verify } from "../../src/prove/verify";
import { createGit } from "../../src/system/git";
import { shortInput } from "../support/halts";
import { makeRepository, type Repository } from "../support/repository";
import { temporaryFolder } from "../support/temporary";

type Reproduction = NonNullable<HaltInput["reproduction"]>;
type Step = NonNullable<Reproduction["steps"]>[number];

interface Ended {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

const shells = ["dash", "bash"] as const;

/** Texts that would run something, end a comment or hide a line if they stood in the script as they are. */
const hostile = [
  "the till\nrm -rf x; touch ran",
  "the till\r\ntouch ran",
  "the till\u2028touch ran\u0085touch ran",
  "the $(touch ran) `touch ran` till",
  "the till'; touch ran; '",
  "the till \\",
  "the till\nCOMMAND\ntouch ran",
  "the \u001b[2K\u202etill",
];

describe("The reproduction as a script", () => {
  const folder = temporaryFolder();
  let shop: Repository;

  beforeEach(async () => {
    shop = await makeRepository(join(folder(), "the shop"));
    await shop.commit("Add the total", {
      "src/total.sh": "echo 'total: 3'\n",
      "prepare.sh": "echo ready > ready\n",
    });
    await shop.git("tag", "v2.3.1");
    await shop.commit("Round the total", { "src/total.sh": "echo 'total: 4' >&2\nexit 3\n" });
  });

  const haltOf = (steps: readonly Step[], more: Reproduction = {}, rest: Partial<HaltInput> = {}) =>
    haltSchema.parse({ ...shortInput, ...rest, reproduction: { ...more, steps: [...steps] } });

  const textOf = (halt: ReturnType<typeof haltOf>): string => {
    const script = reproductionScript(halt);
    assert.ok(script.ok, script.ok ? "" : script.message);
    return script.text;
  };

  /** Kept outside of the checkout, as a bisection needs it. */
  async function keep(text: string): Promise<string> {
    const file = join(folder(), "reproduce it.sh");
    await writeFile(file, text);
    await chmod(file, 0o755);
    return file;
  }

  async function run(shell: string, args: readonly string[], cwd = shop.folder): Promise<Ended> {
    return new Promise((resolve) => {
      execFile(shell, [...args], { cwd }, (error, out, err) => {
        const code = error === null ? 0 : Number(error.code);
        resolve({ code, out, err });
      });
    });
  }

  /** How it ends in each shell, at a commit. */
  async function ends(halt: ReturnType<typeof haltOf>, at: string, cwd = shop.folder): Promise<Ended> {
    const file = await keep(textOf(halt));
    await shop.git("checkout", "-q", "--detach", at);
    const ended: Ended[] = [];
    for (const shell of shells) {
      assert.deepEqual(await run(shell, ["-n", file]), { code: 0, out: "", err: "" });
      ended.push(await run(shell, [file], cwd));
    }
    const [first, second] = ended;
    assert.ok(first && second);
    assert.equal(first.code, second.code, `${first.err}\n${second.err}`);
    await shop.git("checkout", "-q", "main");
    return first;
  }

  const decides: Step = { id: "s9", text: "Look at the total", command: "sh src/total.sh", decides: true };

  it("ends with 1 where the bug shows and 0 where it is absent, run from anywhere in a checkout", async () => {
    const halt = haltOf([{ id: "s1", command: "test -d src" }, decides], { setup: "sh prepare.sh" });
    const shows = await ends(halt, "main", join(shop.folder, "src"));
    assert.deepEqual([shows.code, shows.out.trim()], [1, "The bug shows."]);
    assert.equal((await ends(halt, "v2.3.1")).code, 0);
  });

  it("runs each step in its folder and leaves out what comes after the one that decides", async () => {
    const halt = haltOf([
      { id: "s1", command: "pwd > ../where", folder: "src" },
      { id: "s2", text: "Look at the screen" },
      { ...decides, folder: "src", command: "sh total.sh" },
      { id: "s3", command: "touch after" },
    ]);
    assert.equal((await ends(halt, "v2.3.1")).code, 0);
    assert.deepEqual((await readdir(shop.folder)).sort(), [".git", "prepare.sh", "src", "where"]);
    assert.match(textOf(halt), /^# 2\. By hand: Look at the screen$/m);
    assert.match(textOf(halt), /^# 4\. \(not run, .*\)\n# touch after$/m);
  });

  it("judges by a text that must or must not appear in either stream, whatever is in it", async () => {
    for (const [kind, text, atBase, atTarget] of [
      ["mustAppear", "total: 3", 0, 1],
      ["mustNotAppear", "total: 4", 0, 1],
      ["mustNotAppear", "total: *", 0, 0],
      ["mustNotAppear", "total: 4\n", 0, 1],
      ["mustAppear", "$(touch ran)'\n-e", 1, 1],
    ] as const) {
      const halt = haltOf([decides], { decidedBy: { kind, text } });
      const codes = [(await ends(halt, "v2.3.1")).code, (await ends(halt, "main")).code];
      assert.deepEqual(codes, [atBase, atTarget], `${kind} ${text}`);
    }
    assert.ok(!(await readdir(shop.folder)).includes("ran"));
  });

  it("ends with 125 where neither can be told", async () => {
    const cases: readonly (readonly [Step[], Reproduction, RegExp])[] = [
      [[decides], { setup: "false" }, /the set-up failed/],
      [[{ id: "s1", command: "exit 4" }, decides], {}, /step 1 failed/],
      [[{ ...decides, command: "no-such-program" }], {}, /it ended with 127/],
      [[{ ...decides, command: "exit 125" }], {}, /it ended with 125/],
      [[{ ...decides, command: "kill -9 $$" }], {}, /it ended with 137/],
      [[{ ...decides, folder: "gone" }], {}, /it ended with 125/],
      [[{ ...decides, command: "curl -u [redacted: password]" }], {}, /a secret was taken out of step 1/],
    ];
    for (const [steps, more, why] of cases) {
      const ended = await ends(haltOf(steps, more), "main");
      assert.equal(ended.code, 125, ended.err);
      assert.match(ended.err, why);
    }
    const elsewhere = await run("sh", [await keep(textOf(haltOf([decides])))], folder());
    assert.deepEqual([elsewhere.code, elsewhere.out], [125, ""]);
  });

  it("goes on behind a step that ends as it did when it was recorded", async () => {
    const halt = haltOf([{ id: "s1", command: "sh src/total.sh", exitCode: 3 }, decides]);
    assert.equal((await ends(halt, "main")).code, 1);
    assert.equal((await ends(halt, "v2.3.1")).code, 0);
  });

  it("holds hostile texts as comments and as words, and commands as they are", async () => {
    for (const text of hostile) {
      const step = { id: "s1", text, command: `printf '%s' ${toWord(text)} > said`, folder: "src" };
      const halt = haltOf(
        [step, { ...decides, text, command: `test "$(cat src/said; echo .)" = ${toWord(`${text}.`)}` }],
        { preconditions: text, expected: text, actual: text },
        { title: text, release: text, id: "h1" },
      );
      const ended = await ends(halt, "main");
      assert.deepEqual([ended.code, ended.err], [0, ""], text);
      assert.ok(!(await readdir(shop.folder)).includes("ran"), text);
      assert.doesNotMatch(textOf(halt), /[^\P{Cc}\n\t]|[\u2028\u202e]/u);
    }
  });

  it("judges as a verification does", async () => {
    const git = createGit();
    const commit = (await shop.git("rev-parse", "main")).trim();
    for (const command of [
      "sh src/total.sh",
      "true",
      "exit 125",
      "kill -9 $$",
      "if",
      "kill -SEGV $$",
      "exit 139",
    ]) {
      const halt = haltOf([{ ...decides, command }]);
      const deciding = decidingCommandOf(halt);
      assert.ok(deciding.ok);
      const { result } = await verify(
        {
          ...{ commits: [{ ref: "main", commit, role: "target" }], deciding: deciding.value },
          ...{ runs: 1, budgetMs: 60_000, timeoutMs: 60_000 },
        },
        { git, top: shop.folder },
      );
      const outcome = result.commits[0]?.log[0]?.outcome.kind ?? "unusable";
      const code = { passed: 0, failed: 1, unusable: 125 }[outcome];
      assert.equal((await ends(halt, "main")).code, code, command);
    }
    assert.deepEqual(decidedByOf(haltOf([decides])), { kind: "exitCode" });
  });

  it("finds the change when git bisects with it", async () => {
    await shop.commit("Greet", { greeting: "hello\n" });
    const halt = haltOf([decides]);
    const file = await keep(textOf(halt));
    await shop.git("bisect", "start", "main", "v2.3.1");
    assert.match(await shop.git("bisect", "run", "sh", file), /Round the total/);
  });

  it("is refused without a step that decides, and where a folder leads out of the repository", () => {
    const refused = (steps: readonly Step[]): string => {
      const script = reproductionScript(haltOf(steps));
      assert.ok(!script.ok);
      return script.message;
    };
    assert.match(refused([]), /No step of the reproduction has a command/);
    assert.match(
      refused([
        { id: "a", command: "a" },
        { id: "b", command: "b" },
      ]),
      /none is marked/,
    );
    for (const place of ["../other", "/etc", "src/../..", ".."])
      assert.match(refused([{ ...decides, folder: place }]), /leads out of the repository/);
  });
});

describe("A step's command for a terminal", () => {
  const folder = temporaryFolder();

  it("runs nothing where its folder is not there, and leaves the reader's folder as it is", async () => {
    for (const command of [
      "touch ran",
      "false; touch ran",
      "false || touch ran",
      "touch ran & wait",
      "true 2>&1; touch ran",
    ]) {
      const paste = `${toPaste({ command, folder: "it's gone" })}\npwd`;
      const ended = await new Promise<string>((resolve) => {
        execFile("sh", ["-c", paste], { cwd: folder() }, (_, out) => {
          resolve(out.trim());
        });
      });
      assert.equal(ended, folder(), command);
      assert.deepEqual(await readdir(folder()), [], command);
    }
  });
});

function toWord(text: string): string {
  return `'${text.replaceAll("'", String.raw`'\''`)}'`;
}
