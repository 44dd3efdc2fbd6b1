import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { deflateSync } from "node:zlib";
import { readResults } from "../../../src/capture/results/readResults";
import type { TestResults } from "../../../src/halt/testResults";

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

  it("loses no space without width where a part of the file begins with it", async () => {
    const before = " ".repeat(300);
    const results = await read(
      `\uFEFF<testsuite>${before}<testcase name="a\uFEFFb"><failure/></testcase></testsuite>`,
      1,
    );
    assert.equal(results.failures[0]?.name, "a\uFEFFb");
  });

  it("counts the lines of pytest from 1, as editors do", async () => {
    const results = await read(
      '<testsuites><testsuite name="pytest"><testcase name="a" file="test_cart.py" line="0"><failure/></testcase></testsuite></testsuites>',
    );
    assert.deepEqual([results.failures[0]?.file, results.failures[0]?.line], ["test_cart.py", 1]);
  });

  it("takes for a Rust test's message what stands below its panic, also where that numbers its thread", async () => {
    const stdout = "\nthread 'cart::adds' (19888) panicked at src/lib.rs:29:9:\n2 is not 3\nnote: more";
    const { failures } = await read(
      [
        { type: "suite", event: "started", test_count: 1 },
        { type: "test", event: "failed", name: "cart::adds", stdout },
        { type: "suite", event: "failed", passed: 0, failed: 1 },
      ]
        .map((event) => JSON.stringify(event))
        .join("\n"),
    );
    assert.deepEqual([failures[0]?.message, failures[0]?.line], ["2 is not 3", 29]);
  });

  it("names the file of a Dart test by its path, not as a part of an address", async () => {
    const test = { id: 1, name: "adds", suiteID: 0, line: 3, url: "file:///shop/100%25%20water/cart.dart" };
    const { failures } = await read(
      [
        { type: "start", protocolVersion: "0.1.1" },
        { type: "testStart", test },
        { type: "testDone", testID: 1, result: "failure" },
        { type: "testStart", test: { ...test, url: "file:///C:/shop/50%" } },
        { type: "testDone", testID: 1, result: "failure" },
        { type: "done", success: false },
      ]
        .map((event) => JSON.stringify(event))
        .join("\n"),
    );
    assert.deepEqual(
      failures.map(({ file }) => file),
      ["/shop/100% water/cart.dart", "C:/shop/50%"],
    );
  });

  it("reads the characters of GoogleTest, which writes each of their bytes as one", async () => {
    const failure = String.raw`cart.cpp:3\nit is \u00E2\u0098\u0095`;
    const other = String.raw`caf\u00E9`;
    const { failures } = await read(
      `{"testsuites":[{"name":"Cart","testsuite":[{"name":"Adds","failures":[{"failure":"${failure}"}]},{"name":"${other}","failures":[{}]}]}]}`,
    );
    assert.deepEqual(
      failures.map(({ name, message }) => [name, message]),
      [
        ["Adds", "it is ☕"],
        ["café", ""],
      ],
    );
  });

  it("finds the classes of a TRX file also where they stand behind the results", async () => {
    const results = (inner: string): string =>
      `<Results><UnitTestResult testId="1" testName="Adds" outcome="Failed"/><UnitTestResult testId="2" testName="Adds" outcome="Passed"/>${inner}</Results>`;
    const definitions =
      '<TestDefinitions><UnitTest id="1"><TestMethod className="Shop.Cart"/></UnitTest><UnitTest id="2"><TestMethod className="Shop.Till"/></UnitTest></TestDefinitions>';
    const { failures, suites, problems } = await read(`<TestRun>${results("")}${definitions}</TestRun>`);
    assert.deepEqual([failures[0]?.suite, suites, problems], ["Shop.Cart", 2, []]);
    const cut = await read(`<TestRun>${results("<UnitTestResult")}`);
    assert.deepEqual([cut.failed, cut.passed, cut.partial], [1, 1, true]);
  });

  it("cuts a long backtrace of RSpec with a count of what is left out, and never in silence", async () => {
    const backtrace = Array.from({ length: 300 }, (_, index) => `a.rb:${index}`);
    const { failures } = await read(
      JSON.stringify({ examples: [{ description: "adds", status: "failed", exception: { backtrace } }] }),
    );
    assert.equal(failures[0]?.detail, backtrace.join("\n"));
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
    assert.deepEqual((await read(`${one}\nDone in 3 s, 2 < 3\n`)).problems, []);
  });

  it("holds each suite of Rust's tests against its own failures", async () => {
    const suite = (event: string, failed: number): readonly object[] => [
      { type: "suite", event: "started", test_count: 1 },
      { type: "test", event, name: "adds" },
      { type: "suite", event: "failed", passed: 0, failed },
    ];
    const { failed, problems } = await read(
      [...suite("failed", 1), ...suite("ok", 1)].map((event) => JSON.stringify(event)).join("\n"),
    );
    assert.deepEqual([failed, problems[0]?.severity], [1, "error"]);
  });

  it("takes a scenario without a step for none that passed", async () => {
    const steps = [{ keyword: "Given ", name: "a kettle", result: { status: "passed" } }];
    const { passed, skipped, problems } = await read(
      JSON.stringify([
        { uri: "a.feature", keyword: "Feature", elements: [{ name: "a", steps }, { name: "b" }] },
      ]),
    );
    assert.deepEqual([passed, skipped, problems.length], [1, 1, 1]);
  });

  it("does not count what broke outside of any test among the tests that xUnit.net states", async () => {
    const error =
      '<error type="assembly-cleanup" name="Tidy"><failure><message>no</message></failure></error>';
    const results = await read(
      `<assemblies><assembly name="Shop.dll" total="1" failed="0" skipped="0" errors="1"><errors>${error}</errors><collection name="a"><test name="A.b" type="A" result="Pass"/></collection></assembly></assemblies>`,
    );
    assert.deepEqual(counts(results), { total: 2, passed: 1, failed: 0, errored: 1, skipped: 0 });
    assert.deepEqual(results.problems, []);
  });

  it("keeps the beginning of what a test printed under CTest, however much it is", async () => {
    for (const output of [
      "it only hisses\n".repeat(10_000),
      `it only hisses\n${randomBytes(90_000).toString("hex")}`,
    ]) {
      const packed = deflateSync(output).toString("base64");
      const { failures } = await read(
        `<Site><Testing><Test Status="failed"><Name>a</Name><Results><Measurement><Value compression="gzip">${packed}</Value></Measurement></Results></Test></Testing></Site>`,
        4096,
      );
      assert.match(failures[0]?.detail ?? "", /^it only hisses\n/);
      assert.ok((failures[0]?.cut?.detail ?? 0) > 50_000);
    }
  });
});
