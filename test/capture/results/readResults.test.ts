import assert from "node:assert/strict";
import { counts, read } from "./readText";

describe("Reading test results", () => {
  it("takes a log's lines in brackets for no JSON, whatever stands before the results", async () => {
    const results = await read(
      "[command]/usr/bin/git version\n[INFO] go\n{ a: 1\nTAP version 13\nnot ok 1 - pays\n1..1\n",
    );
    assert.equal(results.format, "tap");
    assert.deepEqual(counts(results), { total: 1, passed: 0, failed: 1, errored: 0, skipped: 0 });
  });

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

  it("loses no space without width where a part of the file begins with it", async () => {
    const before = " ".repeat(300);
    const results = await read(
      `\uFEFF<testsuite>${before}<testcase name="a\uFEFFb"><failure/></testcase></testsuite>`,
      1,
    );
    assert.equal(results.failures[0]?.name, "a\uFEFFb");
  });

  it("reads each of several documents that stand one behind the other, wherever its first sign is cut off", async () => {
    const one = '<?xml version="1.0"?><testsuite><testcase name="a"><failure/></testcase></testsuite>\n';
    for (const chunk of [1, 2, 3, 5, 1000]) {
      const { failed, problems } = await read(
        `${one}done & gone\n${one}<!-- a -->${one}`.padStart(600),
        chunk,
      );
      assert.equal(failed, 3, `${chunk}`);
      assert.deepEqual(
        problems.filter(({ severity }) => severity === "error"),
        [],
      );
    }
  });

  it("holds what several documents state against what each of them lists", async () => {
    const sound =
      '<testsuite tests="2" failures="1"><testcase name="a"/><testcase name="b"><failure/></testcase></testsuite>';
    const short = '<testsuite tests="2" failures="1"><testcase name="c"/></testsuite>';
    const both = await read(sound + sound.replace('"a"', '"d"').replace('"b"', '"e"'));
    assert.deepEqual([both.declared, both.problems], [{ total: 4, failed: 2 }, []]);
    const lacking = await read(short + sound);
    assert.match(lacking.problems[0]?.message ?? "", /states 2 failing tests and lists 1/);
    const silent = await read(`<testsuite><testcase name="z"/></testsuite>${sound}`);
    assert.deepEqual([silent.declared, silent.problems], [null, []]);
  });

  it("says where the rest of another XML document stands behind the end of one", async () => {
    const one = '<testsuite><testcase name="a"/></testsuite>';
    for (const text of [`${one}it broke</failure></testcase></testsuite>`, `${one}</testcase>${one}`]) {
      const { partial, problems } = await read(text, 1);
      assert.deepEqual([partial, problems.length], [true, text.endsWith(one) ? 2 : 1], text);
    }
    const words = await read(`${one}\nDone in 3 s, 2 < 3\n`);
    assert.deepEqual([words.partial, words.problems.length], [false, 1]);
  });
});
