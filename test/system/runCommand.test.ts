import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { readFile, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { runCommand, type CommandOptions, type RanCommand } from "../../src/system/runCommand";
import { temporaryFolder } from "../support/temporary";

const isPosix = process.platform !== "win32";

describe("A person's own command", () => {
  const folder = temporaryFolder();

  async function run(command: string, options: Partial<CommandOptions> = {}): Promise<RanCommand> {
    return runCommand(command, { cwd: folder(), ...options });
  }

  /** Starts a command and stops it once it has printed `ready`. */
  async function runUntilReady(command: string, options: Partial<CommandOptions> = {}): Promise<RanCommand> {
    const stop = new AbortController();
    let seen = "";
    const onOutput = (chunk: Uint8Array): void => {
      seen += Buffer.from(chunk).toString();
      if (seen.includes("ready")) stop.abort();
    };
    return run(command, { signal: stop.signal, onOutput, ...options });
  }

  /** Running processes that hold a text in their command line, without those that have ended and are not yet waited for. */
  async function running(text: string): Promise<readonly string[]> {
    const listed = await new Promise<string>((resolve) => {
      execFile("ps", ["-A", "-o", "stat=,args="], (_, out) => {
        resolve(out);
      });
    });
    return listed.split("\n").filter((line) => line.includes(text) && !/^Z|ps -A/.test(line));
  }

  it("runs in its folder through the shell, and keeps exit code, both outputs and the time it took", async () => {
    const into = join(folder(), "out.txt");
    const ran = await run(`echo one && echo two >&2 && node -e "process.exit(3)"`, { into });
    assert.deepEqual(ran.end, { kind: "exited", exitCode: 3 });
    assert.match(ran.tail, /one\r?\n/);
    assert.match(ran.tail, /two/);
    assert.ok(ran.durationMs > 0);
    assert.equal((await readFile(into, "utf8")).trim(), "one");
  });

  it("gets no input, so one that asks for some ends", async () => {
    const ran = await run(`node -e "process.stdin.on('end', () => process.exit(7)).resume()"`);
    assert.deepEqual(ran.end, { kind: "exited", exitCode: 7 });
  });

  it("runs beside many others, without a word of Node's about that", async () => {
    const warnings: string[] = [];
    const onWarning = (warning: Error): void => {
      warnings.push(warning.message);
    };
    process.on("warning", onWarning);
    const ran = await Promise.all(Array.from({ length: 16 }, async () => run("exit 0")));
    process.off("warning", onWarning);
    assert.ok(ran.every(({ end }) => end.kind === "exited"));
    assert.deepEqual(warnings, []);
  });

  it("that cannot be started says so", async () => {
    const { end } = await run("true", { cwd: join(folder(), "gone") });
    assert.equal(end.kind, "notStarted");
    assert.equal((await run("echo \0")).end.kind, "notStarted");
  });

  it("is not even started when it was cancelled before", async () => {
    const ran = await run("echo there > file.txt", { signal: AbortSignal.abort() });
    assert.equal(ran.end.kind, "cancelled");
    await assert.rejects(stat(join(folder(), "file.txt")));
  });

  it("prints 100 MB in memory of a fixed size, all of it in the file and the end of it at hand", async () => {
    const into = join(folder(), "out.txt");
    await writeFile(
      join(folder(), "print.cjs"),
      `const line = "x".repeat(99) + "\\n"; let left = 1_000_000;
       const go = () => { while (left > 0) { const n = Math.min(left, 1000); left -= n;
         if (!process.stdout.write(line.repeat(n))) { process.stdout.once("drain", go); return; } }
         process.stdout.write("the end\\n"); };
       go();`,
    );
    let peak = 0;
    const before = process.memoryUsage().rss;
    const onOutput = (): void => {
      peak = Math.max(peak, process.memoryUsage.rss() - before);
    };
    const ran = await run("node print.cjs", { into, onOutput });
    assert.deepEqual(ran.end, { kind: "exited", exitCode: 0 });
    assert.equal(ran.outputBytes, 100_000_008);
    assert.equal((await stat(into)).size, 100_000_008);
    assert.equal(ran.outputProblem, undefined);
    assert.match(ran.tail, /x\nthe end\n$/);
    assert.ok(ran.tail.length <= 64 * 1024);
    assert.ok(peak < 60 * 1024 * 1024, `${Math.round(peak / 1024 / 1024)} MB`);
  });

  it("goes on when it prints more than its file may hold, and says what is missing", async () => {
    const into = join(folder(), "out.txt");
    const ran = await run(`node -e "console.log('a'.repeat(50)); console.log('last')"`, {
      into,
      maxFileBytes: 20,
    });
    assert.deepEqual(ran.end, { kind: "exited", exitCode: 0 });
    assert.equal(await readFile(into, "utf8"), "a".repeat(20));
    assert.match(ran.outputProblem ?? "", /more output/);
    assert.match(ran.tail, /last/);
  });

  it("goes on when its file cannot be made", async () => {
    const ran = await run("echo fine", { into: join(folder(), "gone", "out.txt") });
    assert.deepEqual(ran.end, { kind: "exited", exitCode: 0 });
    assert.match(ran.tail, /fine/);
    assert.match(ran.outputProblem ?? "", /could not be written/);
  });

  describe("that is stopped", function () {
    before(function () {
      if (!isPosix) this.skip();
    });

    it("is gone with all that it started", async () => {
      const ran = await runUntilReady("(sleep 987601 & sleep 987601) & echo ready; sleep 987601");
      assert.equal(ran.end.kind, "cancelled");
      assert.deepEqual(await running("sleep 987601"), []);
    });

    it("may end by itself, and tidies up", async () => {
      const ran = await runUntilReady(
        `trap 'echo tidied > tidied.txt; exit 0' TERM; echo ready; sleep 987602 & wait`,
      );
      assert.equal(ran.end.kind, "cancelled");
      assert.equal((await readFile(join(folder(), "tidied.txt"), "utf8")).trim(), "tidied");
      assert.deepEqual(await running("sleep 987602"), []);
    });

    it("is killed when it ignores that it is asked to end", async () => {
      const deaf = `trap '' TERM; echo ready; sleep 987603; sleep 987603`;
      const ran = await runUntilReady(deaf, { graceMs: 300 });
      assert.equal(ran.end.kind, "cancelled");
      assert.ok(ran.durationMs < 5000);
      assert.deepEqual(await running("sleep 987603"), []);
    });

    it("takes along what left its group, also where the one that started that has ended", async function () {
      if (process.platform !== "linux") this.skip();
      const ran = await runUntilReady("(setsid sleep 987604 &) ; echo ready; sleep 987604");
      assert.equal(ran.end.kind, "cancelled");
      assert.deepEqual(await running("sleep 987604"), []);
    });

    it("is stopped by its time as well", async () => {
      const ran = await run("sleep 987605 & sleep 987605", { timeoutMs: 300 });
      assert.equal(ran.end.kind, "timedOut");
      assert.ok(ran.durationMs >= 300);
      assert.deepEqual(await running("sleep 987605"), []);
    });
  });

  describe("that leaves something running", function () {
    before(function () {
      if (!isPosix) this.skip();
    });

    it("does not wait for it, though it holds the output open, and ends it", async () => {
      const ran = await run("sleep 987606 & echo done");
      assert.deepEqual(ran.end, { kind: "exited", exitCode: 0 });
      assert.match(ran.tail, /done/);
      assert.ok(ran.durationMs < 5000);
      assert.deepEqual(await running("sleep 987606"), []);
    });

    it("does not wait for a service that has a session of its own, and lets it live", async function () {
      if (process.platform !== "linux") this.skip();
      const ran = await run("setsid sleep 987607 & echo $!; sleep 0.2");
      try {
        assert.deepEqual(ran.end, { kind: "exited", exitCode: 0 });
        assert.ok(ran.durationMs < 5000);
        assert.equal((await running("sleep 987607")).length, 1);
      } finally {
        process.kill(Number.parseInt(ran.tail, 10));
      }
    });

    it("still has what that prints at once", async () => {
      const ran = await run("(sleep 0.1; echo late) & echo early");
      assert.match(ran.tail, /early\nlate/);
    });

    it("says which signal ended it", async () => {
      const ran = await run("kill -KILL $$");
      assert.deepEqual(ran.end, { kind: "signalled", signal: "SIGKILL" });
    });
  });
});
