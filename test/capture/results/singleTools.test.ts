import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { deflateSync } from "node:zlib";
import { counts, read } from "./readText";

describe("What single tools write", () => {
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
