import assert from "node:assert/strict";
import type { TestResults } from "../../../src/halt/testResults";
import { linesOf, read as readText } from "./readText";

type Outcomes = Readonly<Record<string, "pass" | "fail">>;

/** A package's run: each test, and what became of the package. */
function runOf(tests: Outcomes): string {
  const failed = Object.values(tests).includes("fail");
  const events = Object.entries(tests).flatMap(([Test, Action]) => [
    { Action: "run", Package: "shop", Test },
    { Action, Package: "shop", Test },
  ]);
  return [...events, { Action: failed ? "fail" : "pass", Package: "shop" }]
    .map((event) => `${JSON.stringify(event)}\n`)
    .join("");
}

const counts = ({ total, passed, failed, flaky, attempts, repeated }: TestResults) => ({
  ...{ total, passed, failed, flaky, attempts, repeated },
});

const read = async (...runs: readonly Outcomes[]): Promise<TestResults> =>
  readText(runs.map(runOf).join(""), 4096);

describe("A Go package that stands twice in one file", () => {
  it("was tried again where it holds only tests that failed before", async () => {
    const results = await read(
      { TestBoils: "pass", TestPours: "fail", TestClicks: "fail" },
      { TestClicks: "pass" },
      { TestPours: "fail" },
    );
    assert.deepEqual(counts(results), {
      ...{ total: 3, passed: 2, failed: 1, flaky: 1, attempts: 5, repeated: 0 },
    });
    assert.deepEqual(
      results.failures.map(({ name, attempts }) => [name, attempts]),
      [["TestPours", 2]],
    );
  });

  it("is another run where it holds tests that had passed, and no failure is taken back by it", async () => {
    const results = await read(
      { TestBoils: "pass", TestPours: "fail" },
      { TestBoils: "pass", TestPours: "pass" },
    );
    assert.deepEqual(counts(results), {
      ...{ total: 4, passed: 3, failed: 1, flaky: 0, attempts: 4, repeated: 2 },
    });
  });

  it("is another run where it holds two tests that failed: each is tried again by itself", async () => {
    const results = await read(
      { TestPours: "fail", TestClicks: "fail" },
      { TestPours: "pass", TestClicks: "pass" },
    );
    assert.deepEqual(counts(results), {
      ...{ total: 4, passed: 2, failed: 2, flaky: 0, attempts: 4, repeated: 2 },
    });
  });

  it("is another run where a package that had passed stands twice, too, wherever that is", async () => {
    const again = (outcome: "pass" | "fail"): string =>
      runOf({ TestPours: outcome, "TestPours/tea": outcome, "TestPours/milk": "pass" });
    const other = runOf({ TestBoils: "pass" }).replaceAll('"shop"', '"till"');
    for (const texts of [
      [again("fail"), other, again("pass"), other],
      [other, again("fail"), other, again("pass")],
    ])
      assert.deepEqual(counts(await readText(texts.join(""))), {
        ...{ total: 6, passed: 5, failed: 1, flaky: 0, attempts: 6, repeated: 3 },
      });
    assert.deepEqual(counts(await readText(again("fail") + other + again("pass"))), {
      ...{ total: 3, passed: 3, failed: 0, flaky: 1, attempts: 4, repeated: 0 },
    });
  });

  it("keeps a failure of a test that had passed and ran along", async () => {
    const results = await read(
      { TestShop: "fail", "TestShop/price": "pass", "TestShop/tax": "fail" },
      { TestShop: "fail", "TestShop/price": "fail", "TestShop/tax": "pass" },
    );
    assert.deepEqual(
      results.failures.map(({ name }) => name),
      ["TestShop/price"],
    );
    assert.equal(results.flaky, 1);
  });
});

describe("Events of Go's tests that name no package", () => {
  const run = linesOf({ Action: "run", Test: "TestPours" }, { Action: "fail", Test: "TestPours" });

  it("are a run, which says where it has no end", async () => {
    const whole = await readText(run + linesOf({ Action: "fail" }));
    assert.deepEqual([whole.failed, whole.errored, whole.problems], [1, 0, []]);
    assert.match((await readText(run)).problems[0]?.message ?? "", /^The run has no end\. /);
    const { errored, partial } = await readText(run + linesOf({ Action: "run", Test: "TestTea" }));
    assert.deepEqual([errored, partial], [1, true]);
  });

  it("are lines of a log beside events that name one", async () => {
    const log = linesOf({ Action: "fail" }, { Action: "output", Output: "x" }, { Action: "run", Job: 1 });
    const { total, problems } = await readText(runOf({ TestBoils: "pass" }) + log);
    assert.deepEqual([total, problems], [1, []]);
  });
});
