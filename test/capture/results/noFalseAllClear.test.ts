import assert from "node:assert/strict";
import { counts, linesOf, read } from "./readText";

describe("A file with failures is never taken for a clean one: reading", () => {
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

  it("takes a failure of Go's compiler for one also where the run is cut off before its package is told of", async () => {
    const results = await read(
      linesOf(
        { Action: "run", Package: "shop/till", Test: "TestPays" },
        { Action: "pass", Package: "shop/till", Test: "TestPays" },
        {
          ImportPath: "shop/cart [shop/cart.test]",
          Action: "build-output",
          Output: "cart.go:3:5: undefined: tax\n",
        },
        { ImportPath: "shop/cart [shop/cart.test]", Action: "build-fail" },
        { Action: "pass", Package: "shop/till" },
      ),
    );
    assert.deepEqual(
      results.failures.map(({ outcome, suite, name, file, line }) => ({ outcome, suite, name, file, line })),
      [{ outcome: "errored", suite: "shop/cart", name: "(build failed)", file: "cart.go", line: 3 }],
    );
  });

  it("tells a failure of Go's compiler once, with the package that it broke", async () => {
    const { errored, failures } = await read(
      linesOf(
        {
          ImportPath: "shop/cart [shop/cart.test]",
          Action: "build-output",
          Output: "cart.go:3:5: undefined: tax\n",
        },
        { ImportPath: "shop/cart [shop/cart.test]", Action: "build-fail" },
        { Action: "start", Package: "shop/cart" },
        {
          Action: "output",
          Package: "shop/cart",
          Output: "FAIL\tshop/cart [build failed]\n",
          OutputType: "frame",
        },
        { Action: "fail", Package: "shop/cart", FailedBuild: "shop/cart [shop/cart.test]" },
      ),
    );
    assert.deepEqual([errored, failures[0]?.message], [1, "undefined: tax"]);
  });

  it("says where lines of JSON of another tool stand among those of the first", async () => {
    const go = linesOf(
      { Time: "2026-11-25T09:13:37Z", Action: "run", Package: "shop", Test: "TestPays" },
      { Time: "2026-11-25T09:13:37Z", Action: "pass", Package: "shop", Test: "TestPays" },
      { Time: "2026-11-25T09:13:37Z", Action: "pass", Package: "shop" },
    );
    const rust = linesOf(
      { type: "suite", event: "started", test_count: 1 },
      { type: "test", event: "started", name: "pays" },
      { type: "test", event: "failed", name: "pays" },
      { type: "suite", event: "failed", passed: 0, failed: 1 },
    );
    for (const text of [go + rust, go + linesOf({ level: "info" }) + rust])
      assert.match((await read(text)).problems[0]?.message ?? "", /^Lines of results in another format/);
    assert.deepEqual((await read(go + linesOf({ level: "info" }))).problems, []);
    const xml =
      '<testsuites><testsuite name="a"><testcase name="b"><failure/></testcase></testsuite></testsuites>\n';
    for (const head of ["", '<?xml version="1.0" encoding="UTF-8"?>', '<?xml version="1.0"?>\n  '])
      assert.match(
        (await read(go + head + xml)).problems[0]?.message ?? "",
        /^Lines of results in another format/,
      );
  });

  it("says that results behind a report in XML were not read, and that other output was passed over", async () => {
    const xml = '<?xml version="1.0"?>\n<testsuite name="a"><testcase name="b"/></testsuite>\n';
    const jest = {
      numTotalTests: 1,
      testResults: [{ assertionResults: [{ title: "a", status: "failed" }] }],
    };
    for (const results of [
      "not ok 1 - a\n",
      "done\n1..1\nnot ok 1 - a",
      linesOf(
        { Action: "run", Package: "shop", Test: "TestPays" },
        { Action: "fail", Package: "shop", Test: "TestPays" },
      ),
      JSON.stringify(jest),
      `done\n${JSON.stringify(jest, undefined, 2)}\n`,
      JSON.stringify(jest, undefined, 2).slice(0, -5),
    ])
      for (const text of [
        xml + results,
        xml.trimEnd() + results,
        `${xml}${results}\n${xml.replace('"b"', '"c"')}`,
      ]) {
        const { partial, problems } = await read(text);
        assert.deepEqual([partial, problems.length, problems[0]?.severity], [true, 1, "error"], text);
      }
    for (const words of ["Tests failed.", "{}", "[ERROR] There are test failures.\n", "<", "&", "<!-- 1"])
      assert.deepEqual(
        (await read(xml + words)).problems.map(({ severity, message }) => `${severity}: ${message}`),
        ["warning: Other output stands behind the report; it was passed over."],
        words,
      );
    for (const nothing of ["\n \r\n", "<!-- made by\n1..1\n -->\n", "<?done?>", xml.replace('"b"', '"c"')])
      assert.deepEqual((await read(xml + nothing)).problems, [], nothing);
  });

  it("says where a run of NUnit states failed tests and lists none", async () => {
    const run = '<test-run total="1" failed="1"><test-case name="a" result="Passed"/></test-run>';
    assert.equal((await read(run)).problems[0]?.severity, "error");
    assert.deepEqual((await read(run.replace('failed="1"', 'failed="0"'))).problems, []);
  });

  it("says where another report of JSON stands behind the first, and takes that one for no whole", async () => {
    const report = (status: string) => ({
      numTotalTests: 1,
      testResults: [{ assertionResults: [{ title: "a", status }] }],
    });
    for (const space of [undefined, 2]) {
      const bad = JSON.stringify(report("failed"), undefined, space);
      const good = JSON.stringify(report("passed"), undefined, space);
      for (const text of [
        `${bad}\n${good}\n`,
        `go\n${bad}\ndone\n${good}\n`,
        `${bad}\n${good}\n${good}`,
        `${bad}\n${good.slice(0, -5)}`,
      ]) {
        const { failed, partial } = await read(text);
        assert.deepEqual([failed, partial], [1, true], text);
      }
      const { partial, failed, problems } = await read(`{"a": 1}\n${bad}\ndone\n`);
      assert.deepEqual([partial, failed, problems.length], [false, 1, 2]);
    }
  });

  it("takes no failure back that TeamCity's messages tell of, and none for nothing", async () => {
    const message = (kind: string, name = "a"): string => `##teamcity[${kind} name='${name}']\n`;
    const begun = message("testStarted") + message("testFailed");
    const again = await read(begun + message("testStarted") + message("testFinished"));
    assert.deepEqual(counts(again), { total: 2, passed: 1, failed: 1, errored: 0, skipped: 0 });
    for (const text of [
      `${message("testStarted")}##teamcity[testFailed name='a'] and more\n${message("testFinished")}`,
      `${message("testStarted")}${message("testFinished")}##teamcity[buildProblem description='no |[disk|]']\n`,
    ])
      assert.equal((await read(text)).problems[0]?.severity, "error", text);
  });

  it("counts a TRX result that failed where none of its inner ones did, or whose outcome is a word of its own", async () => {
    const result = (outcome: string, inner = ""): string =>
      `<UnitTestResult testName="Adds" outcome="${outcome}">${inner === "" ? "" : `<InnerResults>${inner}</InnerResults>`}</UnitTestResult>`;
    for (const [text, failing, total] of [
      [result("Failed", result("Passed")), 1, 2],
      [result("Failed", result("Passed") + result("Failed")), 1, 2],
      [result("Failed", result("Failed", result("Failed"))), 1, 1],
      [result("Passed", result("Passed")), 0, 1],
      [result("constructor"), 1, 1],
    ] as const) {
      const { failed, errored, total: all } = await read(`<TestRun><Results>${text}</Results></TestRun>`);
      assert.deepEqual([failed + errored, all], [failing, total], text);
    }
    const { problems } = await read(
      `<TestRun><Results>${result("Passed")}</Results><ResultSummary outcome="Failed"/></TestRun>`,
    );
    assert.equal(problems[0]?.severity, "error");
  });

  it("believes a case of JUnit that says by its status alone that it failed", async () => {
    const results = await read(
      '<testsuite><testcase name="a" status="failed"/><testcase name="b" result="error"/><testcase name="c" status="passed"/><testcase name="d" status="failed"><skipped/></testcase></testsuite>',
    );
    assert.deepEqual(counts(results), { total: 4, passed: 1, failed: 2, errored: 0, skipped: 1 });
  });

  it("believes a case of node:test whose element of the failure is lost", async () => {
    const results = await read(
      '<testsuites><testcase name="a" failure="no leaves"/><testcase name="b" failure="not yet"><skipped/></testcase></testsuites>',
    );
    assert.deepEqual(counts(results), { total: 2, passed: 0, failed: 1, errored: 0, skipped: 1 });
    assert.equal(results.failures[0]?.message, "no leaves");
  });

  it("counts a test of Jest as errored whose status is not known", async () => {
    const assertionResults = ["passed", "failed", "todo", "exploded", "constructor"].map((status) => ({
      status,
    }));
    const results = await read(JSON.stringify({ numTotalTests: 5, testResults: [{ assertionResults }] }));
    assert.deepEqual(counts(results), { total: 5, passed: 1, failed: 1, errored: 2, skipped: 1 });
    assert.equal(results.problems[0]?.severity, "error");
  });

  it("takes a run of Dart that was stopped for no whole", async () => {
    const { partial, passed } = await read(
      linesOf(
        { type: "start", protocolVersion: "0.1.1" },
        { type: "testStart", test: { id: 1, name: "adds" } },
        { type: "testDone", testID: 1, result: "success" },
        { type: "done", success: null },
      ),
    );
    assert.deepEqual([partial, passed], [true, 1]);
  });

  it("reads on in TAP behind lines of a test's own that begin as its diagnostics do", async () => {
    for (const printed of ["--- expected\n+++ actual", "---\nmessage: no"]) {
      const results = await read(`1..2\nnot ok 1 - a\n${printed}\nnot ok 2 - b\n`);
      assert.deepEqual([results.failed, results.problems], [2, []], printed);
    }
  });

  it("lets a scenario fail with its background, which Cucumber for Java and Ruby tell before it", async () => {
    const steps = (...statuses: readonly string[]) =>
      statuses.map((status) => ({ name: status, result: { status } }));
    const background = { type: "background", name: "a kettle" };
    const results = await read(
      JSON.stringify([
        {
          ...{ uri: "a.feature", keyword: "Feature", name: "tea" },
          elements: [
            { ...background, steps: steps("passed") },
            { type: "scenario", name: "boils", steps: steps("passed") },
            { ...background, steps: steps("failed", "skipped") },
            { type: "scenario", name: "pours", steps: steps("skipped") },
            { ...background, steps: steps("failed") },
          ],
        },
      ]),
    );
    assert.deepEqual(counts(results), { total: 3, passed: 1, failed: 2, errored: 0, skipped: 0 });
    assert.deepEqual(
      results.failures.map(({ name }) => name),
      ["pours", "a kettle"],
    );
  });

  it("says where a run of Playwright or Jest was interrupted", async () => {
    const specs = [{ title: "pays", tests: [{ status: "skipped", results: [{ status: "interrupted" }] }] }];
    for (const report of [
      { config: {}, suites: [{ title: "cart.spec.ts", specs }], errors: [] },
      { wasInterrupted: true, numTotalTests: 1, testResults: [{ assertionResults: [{ status: "passed" }] }] },
    ])
      assert.equal((await read(JSON.stringify(report))).problems[0]?.severity, "error");
  });
});
