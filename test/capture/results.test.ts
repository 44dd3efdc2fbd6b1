import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { utimes, writeFile } from "node:fs/promises";
import { join } from "node:path";
import {
  attachIntents,
  readTestFile,
  storedBytesLeft,
  type AttachedTests,
} from "../../src/capture/attachTests";
import { readResults } from "../../src/capture/results/readResults";
import { applyIntents } from "../../src/halt/applyIntent";
import { readHalt } from "../../src/halt/readHalt";
import { haltSchema } from "../../src/halt/schema/halt";
import type { TestResults } from "../../src/halt/testResults";
import { shortInput } from "../support/halts";
import { temporaryFolder } from "../support/temporary";

async function read(text: string | Uint8Array, chunk = 7): Promise<TestResults> {
  const bytes = typeof text === "string" ? Buffer.from(text) : text;
  async function* chunks(): AsyncIterable<Uint8Array> {
    for (let at = 0; at < bytes.length; at += chunk)
      yield await Promise.resolve(bytes.subarray(at, at + chunk));
  }
  return readResults(chunks());
}

const counts = ({ total, passed, failed, errored, skipped }: TestResults) => ({
  total,
  passed,
  failed,
  errored,
  skipped,
});

describe("Reading test results", () => {
  it("reads nested JUnit suites, in chunks that split every name", async () => {
    const results = await read(`<?xml version="1.0"?>
<testsuites><testsuite name="cart" tests="4" failures="1" errors="1" skipped="1">
 <testsuite name="total">
  <testcase name="adds" classname="cart.Total" file="total.ts" line="12"/>
  <testcase name="charges once"><failure type="Wrong" message="2 &lt; 1">at total.ts:9</failure></testcase>
 </testsuite>
 <testcase name="loads"><error message="no disk"/></testcase>
 <testcase name="later"><skipped/></testcase>
</testsuite></testsuites>`);
    assert.equal(results.format, "junit");
    assert.deepEqual(counts(results), { total: 4, passed: 1, failed: 1, errored: 1, skipped: 1 });
    assert.equal(results.declared?.total, 4);
    assert.deepEqual(
      results.failures.map(({ outcome, suite, name, message }) => [
        outcome,
        suite.includes("cart"),
        name,
        message,
      ]),
      [
        ["failed", true, "charges once", "2 < 1"],
        ["errored", true, "loads", "no disk"],
      ],
    );
    assert.deepEqual(results.problems, []);
  });

  it("never takes a file without a test, or one that is cut off, for a clean one", async () => {
    for (const text of [
      "",
      "  ",
      "<testsuites/>",
      '<testsuite tests="0"></testsuite>',
      '<testsuite><testcase name="a"/>',
      "<html><body>404</body></html>",
      "{}",
      "[]",
      "null",
      '{"stats":{"tests":0},"tests":[],"passes":[],"failures":[],"pending":[]}',
      '{"numTotalTests":3,"testResults":[',
      "PK\u0003\u0004 not text \u0000",
    ]) {
      const results = await read(text);
      const errors = results.problems.filter(({ severity }) => severity === "error");
      assert.equal(errors.length > 0, true, JSON.stringify(text));
    }
  });

  it("says where the counts that a file declares differ from what it holds", async () => {
    const results = await read('<testsuite tests="9" failures="4"><testcase name="a"/></testsuite>');
    assert.equal(results.total, 1);
    assert.equal(results.declared?.total, 9);
    assert.equal(results.problems.length > 0, true);
  });

  it("leaves entities of a hostile file alone", async () => {
    const bomb = `<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;"><!ENTITY c SYSTEM "file:///etc/passwd">]>
<testsuite><testcase name="&b;&c;"/></testsuite>`;
    const results = await read(bomb);
    assert.equal(JSON.stringify(results).includes("root:"), false);
    assert.equal(JSON.stringify(results).includes("aaaaaaaaaaaaaaaaaaaa"), false);
  });

  it("reads the JSON of Mocha", async () => {
    const test = { title: "adds", fullTitle: "cart adds", file: "/a/cart.ts", err: {} };
    const failed = {
      ...test,
      title: "pays",
      fullTitle: "cart pays",
      err: { message: "no", stack: "Error: no\n at x" },
    };
    const results = await read(
      JSON.stringify({
        stats: { suites: 1, tests: 3, passes: 1, pending: 1, failures: 1 },
        tests: [test, failed, { ...test, title: "later", fullTitle: "cart later" }],
        passes: [test],
        failures: [failed],
        pending: [{ ...test, title: "later", fullTitle: "cart later" }],
      }),
    );
    assert.equal(results.format, "mocha-json");
    assert.deepEqual(counts(results), { total: 3, passed: 1, failed: 1, errored: 0, skipped: 1 });
    assert.equal(results.failures[0]?.message, "no");
  });

  it("never says that none failed where the run did", async () => {
    const passed = { ancestorTitles: [], title: "a", status: "passed", failureMessages: [] };
    const suite = {
      name: "cart.test.ts",
      status: "failed",
      message: "afterAll broke",
      assertionResults: [passed],
    };
    const hook = await read(JSON.stringify({ success: false, numTotalTests: 1, testResults: [suite] }));
    assert.equal(hook.errored, 1);
    assert.equal(hook.failures[0]?.message, "afterAll broke");
    for (const text of [
      JSON.stringify({ success: false, numTotalTests: 1, testResults: [{ ...suite, status: "passed" }] }),
      '<testsuites tests="3" failures="2"><testsuite name="a"><testcase name="x"/></testsuite></testsuites>',
    ]) {
      const { problems } = await read(text);
      assert.ok(
        problems.some(({ severity }) => severity === "error"),
        text,
      );
    }
  });

  it("takes what did not run for skipped, and a sum that leaves cases out for no sum", async () => {
    const gtest = '<testcase name="a" status="notrun" result="suppressed"/><testcase name="b" status="run"/>';
    const results = await read(`<testsuite name="s" tests="2">${gtest}</testsuite>`);
    assert.deepEqual(counts(results), { total: 2, passed: 1, failed: 0, errored: 0, skipped: 1 });
    const loose = await read(
      '<testsuites><testcase name="a"/><testsuite name="s" tests="1"><testcase name="b"/></testsuite></testsuites>',
    );
    assert.deepEqual([loose.total, loose.declared, loose.problems], [2, null, []]);
  });

  it("reads on over the codes of colours, and over output around a report", async () => {
    const coloured = await read(
      '<testsuite><testcase name="a"><failure message="\u001b[31mno\u001b[0m">x\u0000y</failure></testcase><testcase name="b"/></testsuite>',
    );
    assert.deepEqual([coloured.failed, coloured.passed], [1, 1]);
    assert.equal(coloured.failures[0]?.message, "no");
    assert.deepEqual(
      coloured.problems.map(({ severity }) => severity),
      ["warning"],
    );
    const report = JSON.stringify(
      { numTotalTests: 0, testResults: [{ name: "a", assertionResults: [] }] },
      undefined,
      2,
    );
    const noisy = await read(`> run\n${report}\nDone in 3s\n`);
    assert.equal(noisy.format, "vitest-json");
  });

  describe("as evidence", () => {
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
});

const samples = join("..", "shared", "samples", "test-results");

if (existsSync(samples)) {
  describe("The result files of real tools", () => {
    const [head = "", ...rows] = readFileSync(join(samples, "expected.tsv"), "utf8").trimEnd().split("\n");
    const columns = head.split("\t");
    const formats = /^(junit-xml|json|xml)\//;
    for (const row of rows.filter((line) => formats.test(line))) {
      const expected = new Map(row.split("\t").map((cell, index) => [columns[index] ?? "", cell]));
      const file = expected.get("file") ?? "";
      it(`are read as ${file} says`, async () => {
        const results = await read(readFileSync(join(samples, file)), 4096);
        const broken = results.problems.some(({ severity }) => severity === "error");
        if (expected.get("runs") === "-") {
          assert.equal(broken, true);
          return;
        }
        const { total, failed, errored, skipped } = results;
        assert.equal(total > 0 || broken, true);
        // Where a file counts one test several times, or declares tests that it does not hold, the counts are its own.
        const counted = ["passed", "failed", "errored", "skipped"].reduce(
          (sum, key) => sum + Number(expected.get(key)),
          0,
        );
        if (counted !== Number(expected.get("runs")) || results.declared?.total !== total) return;
        assert.deepEqual(
          { total, failed, errored, skipped },
          {
            total: Number(expected.get("runs")),
            failed: Number(expected.get("failed")),
            errored: Number(expected.get("errored")),
            skipped: Number(expected.get("skipped")),
          },
        );
      });
    }
  });
}
