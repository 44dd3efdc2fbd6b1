import assert from "node:assert/strict";
import { NamedTests } from "../../src/gate/criteria/namedTests";
import { TestsRun } from "../../src/gate/criteria/testsRun";
import type { ReportedTest } from "../../src/halt/testResults";

function standing(names: readonly string[], ...tests: readonly [string, string, ReportedTest["outcome"]][]) {
  const named = new NamedTests(names);
  for (const [suite, name, outcome] of tests) named.see({ suite, name, outcome });
  return named.standing();
}

describe("Tests that a lift criterion names", () => {
  it("are found by their name, behind their suite or the end of it, however a tool writes that", () => {
    const found: readonly (readonly [wanted: string, suite: string, name: string])[] = [
      ["adds up", "Cart", "adds up"],
      ["Cart › adds up", "Cart", "adds up"],
      ["Cart > with a voucher > adds up", "Cart › with a voucher", "adds up"],
      ["Cart adds up", "Cart", "adds up"],
      ["CartTest.addsUp", "com.example.CartTest", "addsUp"],
      ["com.example.CartTest#addsUp", "com.example.CartTest", "addsUp"],
      ["cart::adds_up", "shop::cart", "adds_up"],
      ["test_cart.py::test_adds[eur]", "tests.test_cart.py", "test_adds[eur]"],
    ];
    for (const [wanted, suite, name] of found)
      assert.deepEqual(standing([wanted], [suite, name, "passed"]).passed, [wanted], wanted);
  });

  it("are no others that end alike", () => {
    const others: readonly (readonly [wanted: string, suite: string, name: string])[] = [
      ["adds up", "Cart", "never adds up"],
      ["total adds up", "Cart", "adds up"],
      ["Cart adds up", "ShopCart", "adds up"],
      ["Cart adds up", "Cart › empty", "adds up"],
      ["Cart adds up", "", "adds up"],
      ["adds up", "adds up", ""],
    ];
    for (const [wanted, suite, name] of others)
      assert.deepEqual(standing([wanted], [suite, name, "passed"]).missing, [wanted], `${suite}: ${name}`);
  });

  it("do not count as passed where they failed first, and passed when they were tried again", () => {
    const run = new TestsRun([{ id: "tests", kind: "tests", names: ["pays", "ships"] }]);
    run.see({ suite: "Card", name: "pays", outcome: "passed", attempts: 2, flaky: true });
    run.see({ suite: "Cash", name: "pays", outcome: "passed" });
    run.see({ suite: "Shop", name: "ships", outcome: "passed" });
    run.add({ path: "results.xml", problems: [] });
    assert.deepEqual(run.findings({ commit: "0".repeat(40), isDirty: false }), [
      {
        criterion: "tests",
        verdict: "unclear",
        result: "pays failed first and passed when tried again in results.xml.",
      },
    ]);
  });

  it("fail when one run of them or one of the same name does", () => {
    const { failed, passed, skipped, missing } = standing(
      ["pays", "ships", "greets", "bills", "thanks"],
      ["Card", "pays", "passed"],
      ["Cash", "pays", "failed"],
      ["Shop", "ships", "errored"],
      ["Shop", "ships", "passed"],
      ["Shop", "greets", "skipped"],
      ["Shop", "bills", "skipped"],
      ["Shop", "bills", "passed"],
    );
    assert.deepEqual(
      { failed, passed, skipped, missing },
      {
        failed: ["pays", "ships"],
        passed: ["bills"],
        skipped: ["greets"],
        missing: ["thanks"],
      },
    );
  });

  const context = { commit: "a".repeat(40), committedAt: "2026-11-30T12:00:00+01:00", isDirty: false };
  const file = { path: "reports/junit.xml", problems: [], writtenAt: "2026-11-30T12:00:00.500+01:00" };

  function verdictOf(
    change: {
      readonly context?: object;
      readonly file?: object;
      readonly outcome?: ReportedTest["outcome"];
    } = {},
  ) {
    const run = new TestsRun([
      { id: "pays", kind: "tests", names: ["pays"] },
      { id: "other", kind: "approval" },
    ]);
    run.see({ suite: "Card", name: "pays", outcome: change.outcome ?? "passed" });
    run.add({ ...file, ...change.file });
    const [finding, ...others] = run.findings({ ...context, ...change.context });
    assert.deepEqual(others, []);
    return [finding?.verdict, finding?.result];
  }

  it("meet the criterion only in a whole file of the very commit", () => {
    assert.deepEqual(verdictOf(), ["met", "pays passes in reports/junit.xml."]);
    const broken = { problems: [{ severity: "error" as const, message: "It is cut off." }] };
    const doubts = [
      [{ file: broken }, /could not be read whole/],
      [{ file: { writtenAt: "2026-11-30T11:59:59+01:00" } }, /older than the commit aaaaaaaaaa/],
      [{ context: { isDirty: true } }, /Files differ from the commit aaaaaaaaaa/],
      [{ context: { commit: undefined } }, /not known which commit/],
      [{ outcome: "skipped" as const }, /pays was skipped/],
    ] as const;
    for (const [change, why] of doubts) {
      const [verdict, result = ""] = verdictOf(change);
      assert.equal(verdict, "unclear");
      assert.match(result, why);
    }
  });

  it("do not meet it wherever they failed", () => {
    for (const change of [
      {},
      { context: { isDirty: true } },
      { file: { writtenAt: "2020-01-01T00:00:00Z" } },
    ])
      assert.equal(verdictOf({ ...change, outcome: "failed" })[0], "notMet");
  });
});
