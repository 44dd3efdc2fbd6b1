import assert from "node:assert/strict";
import { dropReason } from "../../src/capture/recording/dropReason";
import {
  begun,
  mostRuns,
  newRecording,
  readRecording,
  withNews,
  withoutRun,
  withRun,
  type RecordedRun,
} from "../../src/capture/recording/recording";
import { reviewSteps, stepOf } from "../../src/capture/recording/reviewSteps";
import { recordedRun, type SeenRun } from "../../src/capture/recording/seenRun";
import { StreamTail } from "../../src/capture/recording/streamTail";
import { redactAll } from "../../src/capture/redaction/redact";

const at = "2026-11-30T12:15:00+01:00";
let count = 0;

function run(command: string, facts: Partial<RecordedRun> = {}): RecordedRun {
  count += 1;
  return {
    ...{ id: `run-${count}`, source: { kind: "terminal" }, command, folder: ".", startedAt: at },
    ...{ end: "ended", durationMs: 400, exitCode: 0, output: "", found: {} },
    ...facts,
  };
}

function without(known: RecordedRun, ...keys: readonly (keyof RecordedRun)[]): RecordedRun {
  const facts = Object.fromEntries(Object.entries(known).filter(([key]) => !keys.some((one) => one === key)));
  const read = readRecording({ ...newRecording("file:///kettle.halt.json", at), runs: [facts] });
  assert.ok(read?.runs[0]);
  return read.runs[0];
}

const unknown = (facts: Partial<RecordedRun>): RecordedRun => without(run("", facts), "command");

const reviewed = (...runs: readonly RecordedRun[]) =>
  reviewSteps({ ...newRecording("file:///kettle.halt.json", at), runs: [...runs] });
const texts = (...runs: readonly RecordedRun[]) => reviewed(...runs).map(({ text }) => text);

describe("The steps of a recording", () => {
  it("fold what ran again with the same outcome, also past what only looks", () => {
    const [tests, looking, ...others] = reviewed(
      run("npm test", { exitCode: 1, output: "1 failing (52ms)\nat 12:40:07" }),
      run("ls"),
      run("npm test", { exitCode: 1, output: "1 failing (61ms)\nat 12:41:19" }),
      run("npm test", { exitCode: 1, output: "1 failing (3 s)\nat 12:42:55", found: { password: 1 } }),
    );
    assert.deepEqual(others, []);
    assert.deepEqual([tests?.times, tests?.text], [3, "Run npm test, 3 times"]);
    assert.equal(tests?.run.output, "1 failing (3 s)\nat 12:42:55");
    assert.deepEqual(tests.remarks, ["a secret was taken out"]);
    assert.equal(looking?.drop, "only looks");
  });

  it("never fold another outcome, place or commit, nor what stands on both sides of a step", () => {
    const failing = run("npm test", { exitCode: 1, output: "total 19980" });
    const codeUnknown = without(failing, "exitCode");
    const others = [
      { ...failing, id: "a", exitCode: 2 },
      { ...failing, id: "b", output: "total 19981" },
      { ...failing, id: "c", folder: "till" },
      { ...failing, id: "d", commit: "a".repeat(40) },
      { ...failing, id: "e", end: "closed" as const },
      { ...failing, id: "f", end: "running" as const },
      { ...failing, id: "g", source: { kind: "task" as const, name: "npm test" } },
      { ...codeUnknown, id: "h" },
    ];
    for (const other of others) assert.equal(reviewed(failing, other).length, 2, other.id);
    assert.equal(reviewed(failing, ...others).length, others.length + 1);
    assert.equal(reviewed(failing, run("npm run fix"), { ...failing, id: "again" }).length, 3);
    // In an editor anything may have been changed.
    const editor = run("vim src/till.ts", { isFullScreen: true });
    assert.equal(reviewed(failing, editor, { ...failing, id: "again" }).length, 3);
    const shell = unknown({ exitCode: 7 });
    assert.equal(reviewed(shell, { ...shell, id: "other" }).length, 2);
  });

  it("propose for dropping what is hardly a step, with the reason, and nothing that does more", () => {
    const drops: readonly (readonly [string, RegExp])[] = [
      ["cd till", /^changes the folder/],
      ["ls -la", /^only looks$/],
      ["pwd", /^only looks$/],
      ["git status", /^only looks$/],
      ["git --no-pager log -3", /^only looks$/],
      ["git branch -a", /^only looks$/],
      ["clear", /^only clears the screen$/],
      ["exit", /^ends the terminal$/],
      ["cd till && ls", /^changes the folder/],
      ["ls | git status", /^only looks$/],
    ];
    for (const [command, reason] of drops) assert.match(dropReason(run(command)) ?? "", reason, command);
    const steps = [
      "npm test",
      "cd till && npm test",
      "ls > list.txt",
      "ls $(make order)",
      "ls `make order`",
      "ls & make order",
      "git branch -D till",
      "git checkout main",
      "lsof -i",
      "ls\nmake order",
    ];
    for (const command of steps) assert.equal(dropReason(run(command)), undefined, command);
    assert.equal(dropReason(run("ls till", { exitCode: 2 })), undefined);
    assert.match(dropReason(run("cd tlil", { exitCode: 1 })) ?? "", /^changes the folder/);
    assert.equal(dropReason(run("nmp test", { exitCode: 127 })), "the shell did not find it");
    assert.match(dropReason(run("less log", { isFullScreen: true })) ?? "", /^a full-screen program/);
    const nothing = without(unknown({}), "exitCode");
    assert.match(dropReason(nothing) ?? "", /^nothing is known of it/);
    assert.equal(dropReason(unknown({ exitCode: 7 })), undefined);
    assert.equal(dropReason(run("ls", { source: { kind: "task", name: "list" } })), undefined);
  });

  it("say what is not known of them", () => {
    const told = without(run("bash"), "output", "exitCode");
    const remarks = (one: RecordedRun): readonly string[] => reviewed(one)[0]?.remarks ?? [];
    assert.deepEqual(remarks(told), [
      "exit code unknown",
      "output not captured",
      "what was typed in it was not seen",
    ]);
    assert.deepEqual(remarks(run("./serve", { end: "running" })), [
      "still running when the recording stopped",
    ]);
    assert.deepEqual(remarks(run("./serve", { end: "closed" })), ["its terminal was closed while it ran"]);
    assert.deepEqual(remarks(run("top", { isFullScreen: true })), [
      "a full-screen program: what it showed is not kept",
    ]);
    assert.deepEqual(remarks(unknown({})), ["the shell told no command line"]);
    assert.deepEqual(remarks(run("npm test", { isOutside: true, isReadOffScreen: true })), [
      "the command line was read off the screen",
      "outside of the repository",
    ]);
    assert.deepEqual(remarks(run("ssh till-7")), ["what was typed in it was not seen"]);
    assert.deepEqual(remarks(run("bash -c 'npm test'")), []);
  });

  it("are named by what ran, and hold its facts", () => {
    const debug = { kind: "debug", name: "Launch", type: "pwa-node", what: "till.js 2" } as const;
    assert.deepEqual(
      texts(
        run("npm\n  test"),
        run("./serve", { end: "running" }),
        run("npm run build", { source: { kind: "task", name: "npm: build" } }),
        unknown({ source: debug }),
        unknown({ exitCode: 7 }),
      ),
      [
        "Run npm test",
        "Start ./serve and leave it running",
        "Run the task npm: build",
        "Run “Launch” in the debugger (node): till.js 2",
        "Run the command in the terminal",
      ],
    );
    const [step] = reviewed(run("npm test", { exitCode: 1, output: "total 19980", folder: "till" }));
    assert.deepEqual(step && stepOf(step), {
      text: "Run npm test",
      command: "npm test",
      folder: "till",
      exitCode: 1,
      durationMs: 400,
      output: "total 19980",
      captured: { at, from: "terminal" },
    });
    const silent = without(run(`echo ${"x".repeat(200)}`, { isCut: true }), "output");
    const [cut] = reviewed(silent);
    assert.ok(cut);
    // Half a command must never be run.
    assert.equal(stepOf(cut).command, undefined);
    assert.equal(stepOf(cut).outputNotCaptured, true);
    assert.match(cut.text, /^Run echo x{95}…$/);
  });
});

describe("A recording", () => {
  it("keeps a run where it started, and the newest of too many, counted", () => {
    let recording = newRecording("file:///kettle.halt.json", at);
    for (let number = 0; number < mostRuns + 12; number += 1)
      recording = withRun(recording, run(`step ${number}`, { id: `run-${number}`, end: "running" }));
    recording = withNews(recording, run("step 20", { id: "run-20", exitCode: 3 }));
    assert.equal(recording.runs.length, mostRuns);
    assert.equal(recording.leftOut, 12);
    assert.deepEqual([recording.runs[0]?.id, recording.runs[8]?.exitCode], ["run-12", 3]);
    // What is told late of a run that is no longer kept does not bring it back.
    const late = withNews(recording, run("step 3", { id: "run-3" }));
    assert.equal(
      late.runs.some(({ id }) => id === "run-3"),
      false,
    );
    assert.equal(withoutRun(recording, "run-20").runs.length, mostRuns - 1);
  });

  it("is read as it was kept, and goes on; of another make it is none", () => {
    const kept = {
      ...withRun(newRecording("file:///a", at), run("npm test")),
      stoppedAt: at,
      silent: ["sh"],
    };
    const read = readRecording(JSON.parse(JSON.stringify(kept)));
    assert.deepEqual(read, kept);
    assert.deepEqual(begun(kept), {
      startedAt: at,
      halt: kept.halt,
      runs: kept.runs,
      leftOut: 0,
      silent: [],
    });
    assert.equal(readRecording({ ...kept, runs: [{ id: 7 }] }), undefined);
    assert.equal(readRecording(undefined), undefined);
  });
});

describe("What is kept of a run", () => {
  const seen: SeenRun = {
    ...{ id: "run-1", source: { kind: "terminal" }, command: "npm test", isReadOffScreen: false },
    ...{ folder: "/home/ana/shop", startedAt: new Date("2026-11-30T11:15:00Z") },
    ...{ endedAt: new Date("2026-11-30T11:15:02Z"), isClosed: false, exitCode: 1 },
    ...{ output: "\u001b]633;C\u0007\u001b[31mtotal 19980\u001b[0m\r\n", isFullScreen: false },
  };
  const place = { folder: ".", commit: undefined };

  it("is what the terminal showed, how long it took and how it ended", async () => {
    const kept = await recordedRun(seen, place, redactAll);
    assert.deepEqual(
      [kept.output, kept.durationMs, kept.exitCode, kept.end, kept.folder, kept.isOutside],
      ["total 19980", 2000, 1, "ended", ".", undefined],
    );
    const outside = await recordedRun(seen, { folder: undefined, commit: undefined }, redactAll);
    assert.equal(outside.isOutside, true);
    assert.ok(!JSON.stringify(outside).includes("ana"));
  });

  it("tells what printed nothing from what could not be had", async () => {
    const nothing = await recordedRun({ ...seen, output: "\u001b]633;C\u0007" }, place, redactAll);
    assert.equal(nothing.output, "");
    const none = await recordedRun({ ...seen, output: "" }, place, redactAll);
    assert.equal(none.output, undefined);
    const screen = await recordedRun({ ...seen, isFullScreen: true }, place, redactAll);
    assert.equal(screen.output, undefined);
  });

  it("has no secret, wherever it stood, and none that cutting split", async () => {
    const token = `ghp_${"a1B2c3D4e5".repeat(4).slice(0, 36)}`;
    const kept = await recordedRun(
      {
        ...seen,
        command: `deploy --token ${token} ${"x".repeat(5000)}`,
        source: { kind: "debug", name: `Launch ${token}`, type: "node", what: `till.js ${token}` },
        // The 2 KB that are kept would begin in the middle of it.
        output: `${token}${"y".repeat(1990)}`,
      },
      place,
      redactAll,
    );
    assert.ok(!JSON.stringify(kept).includes(token.slice(10, 30)));
    const taken = Object.values(kept.found).reduce((sum, one) => sum + one, 0);
    assert.equal(taken, 4);
    assert.equal(kept.isCut, true);
    assert.ok(Buffer.byteLength(kept.command ?? "") <= 4096);
  });
});

describe("The end of a stream", () => {
  it("takes the same room for 100 MB as for one, in pieces of any size", () => {
    const tail = new StreamTail();
    const piece = "y\r\n".repeat(10_000);
    let most = 0;
    for (let sent = 0; sent < 100_000_000; sent += piece.length) {
      tail.add(piece);
      most = Math.max(most, tail.size);
    }
    tail.add("z".repeat(1_000_000));
    for (let number = 0; number < 5000; number += 1) tail.add("e");
    assert.ok(Math.max(most, tail.size) <= 3 * 64 * 1024, `${most} characters`);
    assert.equal(tail.text(), "z".repeat(64 * 1024 - 5000) + "e".repeat(5000));
  });

  it("knows a program that took the whole screen, also where that comes in pieces", () => {
    const seen = (...pieces: readonly string[]): boolean => {
      const tail = new StreamTail();
      for (const piece of pieces) tail.add(piece);
      return tail.isFullScreen;
    };
    assert.equal(seen("a\u001b[?1049hb"), true);
    assert.equal(seen("a\u001b[?10", "49h"), true);
    assert.equal(seen("a\u001b", "[?10", "49", "hb"), true);
    assert.equal(seen("\u001b[?1;47h"), true);
    assert.equal(seen("\u001b[?2004h\u001b[?25l\u001b[?1049l"), false);
  });
});
