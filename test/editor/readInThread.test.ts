import assert from "node:assert/strict";
import { mkdtemp, readdir, readFile, readlink, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as vscode from "vscode";
import { readInThread } from "../../src/editor/readInThread";
import type { ResultsJob } from "../../src/editor/resultsJob";

describe("Reading a large result file", () => {
  const extension = vscode.extensions.getExtension("release-halt.release-halt")?.extensionPath ?? "";
  const context = { top: tmpdir(), now: "2026-11-30T14:00:00+01:00" };
  let folder: string;
  let file: string;

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), "release-halt-large-"));
    file = join(folder, "junit.xml");
    const tests = Array.from(
      { length: 400_000 },
      (_, index) => `<testcase classname="kettle" name="boils ${index}"/>`,
    );
    await writeFile(file, `<testsuite>${tests.join("\n")}</testsuite>`);
    // The thread's file lies beside the code that starts it, which is the test here.
    await writeFile(
      join(__dirname, "worker.js"),
      `require(${JSON.stringify(join(extension, "dist", "worker.js"))});`,
    );
  });

  after(async () => {
    await rm(folder, { recursive: true, force: true });
    await rm(join(__dirname, "worker.js"));
  });

  const job = (): ResultsJob & { kind: "tests" } => ({
    ...{ kind: "tests", path: file, context, names: [] },
    known: { failingTests: [], baseTests: [] },
  });

  it("leaves the extension host to all others", async function () {
    if (process.platform !== "linux") this.skip();
    const [host, all] = [await hostTicks(), process.cpuUsage()];
    const read = await readInThread(job(), new AbortController().signal);
    const { user, system } = process.cpuUsage(all);
    const share = ((await hostTicks()) - host) / ((user + system) / microsecondsPerTick);
    assert.ok(read.kind === "answered" && read.answer.attached.ok);
    assert.equal(read.answer.attached.file.totals.total, 400_000);
    assert.ok(share < 0.5, `The host's thread did ${Math.round(share * 100)} % of the work.`);
  });

  it("ends at once when it is cancelled, and lets go of the file", async function () {
    if (process.platform !== "linux") this.skip();
    const stop = new AbortController();
    const reading = readInThread(job(), stop.signal);
    const late = Date.now() + 20_000;
    while (!(await isOpen(file))) if (Date.now() > late) assert.fail("It was not opened in 20 seconds.");
    stop.abort();
    assert.deepEqual(await reading, { kind: "cancelled" });
    assert.equal(await isOpen(file), false);
  });
});

const microsecondsPerTick = 10_000;

/** How long the thread of the host was on a processor, in ticks (https://man7.org/linux/man-pages/man5/proc_pid_stat.5.html). */
async function hostTicks(): Promise<number> {
  const stat = await readFile(`/proc/self/task/${process.pid}/stat`, "utf8");
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  return Number(fields[11]) + Number(fields[12]);
}

/** Whether this process, any thread of it, has a file open. */
async function isOpen(file: string): Promise<boolean> {
  const names = await readdir("/proc/self/fd");
  const open = await Promise.all(
    // One that was closed meanwhile leads nowhere.
    names.map(async (name) => readlink(join("/proc/self/fd", name)).catch(() => undefined)),
  );
  return open.includes(file);
}
