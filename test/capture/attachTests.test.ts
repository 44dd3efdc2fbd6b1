import assert from "node:assert/strict";
import { utimes, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { attachIntents, storedBytesLeft } from "../../src/capture/attachTests";
import { readTestFile, type AttachedTests } from "../../src/capture/readTestFile";
import { applyIntents } from "../../src/halt/applyIntent";
import { readHalt } from "../../src/halt/readHalt";
import { haltSchema } from "../../src/halt/schema/halt";
import { shortInput } from "../support/halts";
import { temporaryFolder } from "../support/temporary";

describe("A result file as evidence", () => {
  const folder = temporaryFolder();

  async function attached(text: string, maxStoredBytes?: number): Promise<AttachedTests & { ok: true }> {
    const path = join(folder(), "junit.xml");
    await writeFile(path, text);
    const now = "2026-11-30T14:00:00+01:00";
    const result = await readTestFile(path, {
      ...{ top: folder(), now },
      ...(maxStoredBytes !== undefined && { maxStoredBytes }),
    });
    assert.ok(result.ok);
    return result;
  }

  it("cuts a text that is too long with a mark, and counts what it did not store", async () => {
    const long = "x".repeat(100_000);
    const cases = Array.from(
      { length: 2000 },
      (_, index) => `<testcase name="t${index}"><failure>${long}</failure></testcase>`,
    );
    const { file } = await attached(`<testsuite>${cases.join("")}</testsuite>`);
    assert.equal(file.totals.failed, 2000);
    assert.equal(file.failures.length + (file.failuresNotStored ?? 0), 2000);
    assert.ok(Buffer.byteLength(JSON.stringify(file.failures)) <= 1.1 * 1024 * 1024);
    const [, cut] = /\[cut: (\d+) more bytes\]$/.exec(file.failures[0]?.detail ?? "") ?? [];
    assert.equal(Number(cut) + "x".repeat(2008).length, 100_000);
  });

  it("leaves no secret in any field, and no half of one where a text is cut", async () => {
    const token = `ghp_0123456789abcdefghijABCDEFGHIJ012345`;
    const filler = "f".repeat(2030);
    const texts = [token, `${filler} https://ana:Sup3rS3cretP4ss@example.test/ ${"e".repeat(4000)}`];
    for (const text of texts) {
      const { file, redactions } = await attached(
        `<testsuite><testcase classname="${text}" name="${text}" file="${text}"><failure type="${text}" message="${text}">${text}</failure></testcase></testsuite>`,
      );
      const stored = JSON.stringify(file);
      for (const part of ["ghp_0123", "Sup3r"]) assert.ok(!stored.includes(part), stored);
      assert.equal(Object.values(redactions)[0], 5);
    }
    const broken = await attached(`{"stats": {}, "x": ${token}`);
    assert.ok(!JSON.stringify(broken.file).includes("ghp_0123"));
  });

  it("gives way to a newer run, but not to one that is still being written", async () => {
    const halt = haltSchema.parse(shortInput);
    let text = JSON.stringify(halt);
    const states: string[][] = [];
    for (const xml of [
      '<testsuite><testcase name="a"><failure/></testcase></testsuite>',
      "",
      '<testsuite><testcase name="a">',
      '<testsuite><testcase name="a"/></testsuite>',
    ]) {
      const { file, redactions } = await attached(xml);
      const read = readHalt(text);
      assert.ok(read.ok);
      const applied = applyIntents(text, attachIntents(read.halt, file, redactions));
      assert.ok(applied.ok);
      text = applied.text;
      const after = readHalt(text);
      assert.ok(after.ok);
      states.push(after.halt.failingTests.map(({ totals }) => `${totals.failed}/${totals.total}`));
    }
    assert.deepEqual(states, [["1/1"], ["1/1", "0/0"], ["1/1", "0/0"], ["0/1"]]);
  });

  it("keeps as many failures when the same file is attached again", async () => {
    const cases = Array.from(
      { length: 40 },
      (_, index) => `<testcase name="t${index}"><failure>${"x".repeat(3000)}</failure></testcase>`,
    );
    const { file: other } = await attached("<testsuite/>");
    const full = { ...other, path: "other.xml", padding: "x".repeat(1000 * 1024) };
    let text = JSON.stringify(haltSchema.parse({ ...shortInput, failingTests: [full] }));
    const kept: number[] = [];
    for (let round = 0; round < 3; round += 1) {
      const before = readHalt(text);
      assert.ok(before.ok);
      const left = storedBytesLeft(before.halt, join(folder(), "junit.xml"), folder());
      const { file } = await attached(`<testsuite>${cases.join("")}</testsuite>`, left);
      const applied = applyIntents(text, attachIntents(before.halt, file, { token: 2 }));
      assert.ok(applied.ok);
      text = applied.text;
      kept.push(file.failures.length);
    }
    const [first = 0] = kept;
    assert.ok(first > 2 && first < cases.length, `${first}`);
    assert.deepEqual(kept, [first, first, first]);
    const after = readHalt(text);
    assert.ok(after.ok);
    assert.deepEqual(after.halt.redactions, { token: 6 });
  });

  it("says when it was written, and that a run before the commit may be of an earlier state", async () => {
    const path = join(folder(), "junit.xml");
    await writeFile(path, '<testsuite><testcase name="a"/></testsuite>');
    await utimes(path, new Date("2026-11-29T10:00:00Z"), new Date("2026-11-29T10:00:00Z"));
    const context = { top: folder(), now: "2026-11-30T14:00:00+01:00" };
    const before = await readTestFile(path, { ...context, committedAt: "2026-11-30T09:00:00+01:00" });
    const after = await readTestFile(path, { ...context, committedAt: "2026-11-28T09:00:00+01:00" });
    assert.ok(before.ok && after.ok);
    assert.equal(Date.parse(before.file.writtenAt ?? ""), Date.parse("2026-11-29T10:00:00Z"));
    assert.match(before.file.problems[0]?.message ?? "", /older than the commit/);
    assert.deepEqual(after.file.problems, []);
  });

  it("holds thousands of failures, each looked through for secrets", async () => {
    const cases = Array.from(
      { length: 3000 },
      (_, index) => `<testcase name="t${index}"><failure message="no">at x</failure></testcase>`,
    );
    const { file } = await attached(`<testsuite>${cases.join("")}</testsuite>`);
    assert.equal(file.failures.length, 3000);
  });
});
