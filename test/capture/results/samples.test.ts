import assert from "node:assert/strict";
import { createReadStream, existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { readResults } from "../../../src/capture/results/readResults";

const folder = join("..", "shared", "samples", "test-results");

/** Where this reader and the samples' own suite differ, and why this reader does not follow. */
const differing: Readonly<Record<string, { readonly counts: string; readonly why: string }>> = {
  "junit-xml/junit.multiresult.xml": {
    counts: "4 1 2 0 1",
    why: "one case has a failure and is skipped; each case counts once here, and there once for each element",
  },
  "junit-xml/no-cases-but-tests.xml": { counts: "0 0 0 0 0", why: "no test is listed, so none is counted" },
  "junit-xml/no-cases.xml": { counts: "0 0 0 0 0", why: "no test is a problem here" },
  "junit-xml/non-junit.xml": { counts: "0 0 0 0 0", why: "the same, told as a problem" },
  "junit-xml/pytest/corrupt-xml.xml": { counts: "2 1 1 0 0", why: "what stands before the cut is kept" },
  "junit-xml/tst/disabled.xml": {
    counts: "31 6 5 19 1",
    why: "five are disabled, which counts as passed there",
  },
  "mocha/tests.json": { counts: "5 2 1 2 0", why: "Mocha's report knows no errors" },
  "nunit/mstest/clicketyclackety.xml": { counts: "23 13 0 1 9", why: "NUnit's label names errors" },
  "nunit/mstest/timewarpinc.xml": { counts: "1 0 0 0 1", why: "NUnit's label names an error" },
  "nunit/nunit3/jenkins/NUnit-correct.xml": {
    counts: "28 18 5 1 4",
    why: "a test that could not run (NotRunnable, Error) counts as errored, and as skipped there",
  },
  "nunit/nunit3/jenkins/NUnit-issue17521.xml": {
    counts: "2 1 1 0 0",
    why: "characters that XML forbids are left out, and the rest is read",
  },
  "nunit/nunit3/jenkins/NUnit-issue33493.xml": {
    counts: "2 1 1 0 0",
    why: "an inconclusive test did not pass",
  },
  "nunit/nunit3/jenkins/NUnit-issue44527.xml": {
    counts: "150 6 0 1 143",
    why: "NUnit's label names errors",
  },
  "trx/yami_YAMILEX_2015-10-24_04_18_59.trx": {
    counts: "25 2 19 2 2",
    why: "two tests were cut off by the end of the process, which is told as a problem, too",
  },
  "xunit/mstest/jenkinsci/testcase2.xml": {
    counts: "1 1 0 0 0",
    why: "one of three tests is listed; the others are a problem here, and are taken from the totals there",
  },
  "xunit/mstest/jenkinsci/testcase4.xml": { counts: "0 0 0 0 0", why: "no test is a problem here" },
};

/** Files whose own totals state failed tests that they do not list: counted alike, and told as a problem here. */
const withoutTheFailed: ReadonlySet<string> = new Set([
  "nunit/nunit3/jenkins/NUnit-multinamespace.xml",
  "nunit/nunit3/jenkins/NUnit-simple.xml",
]);

if (existsSync(folder)) {
  describe("The samples of other projects", () => {
    const rows = readFileSync(join(folder, "expected.tsv"), "utf8").trimEnd().split("\n").slice(1);
    for (const row of rows) {
      const [file = "", , runs, passed, skipped, failed, errored] = row.split("\t");
      it(`are read as ${file} says`, async () => {
        const results = await readResults(createReadStream(join(folder, file)));
        const isBroken = results.problems.some(({ severity }) => severity === "error");
        const { total } = results;
        const counts = [total, results.passed, results.skipped, results.failed, results.errored].join(" ");
        const other = differing[file];
        if (other !== undefined) {
          assert.equal(counts, other.counts, other.why);
          // Nothing that differs is passed over in silence, but what another word is used for.
          if (runs === "-" || total !== Number(runs)) assert.ok(results.problems.length > 0, other.why);
          return;
        }
        if (runs === "-") assert.deepEqual([isBroken, total], [true, 0]);
        else {
          assert.equal(counts, [runs, passed, skipped, failed, errored].join(" "));
          const problems = results.problems.map(({ message }) => message).join("\n");
          if (withoutTheFailed.has(file))
            assert.match(problems, /says that tests failed, and lists none that did/);
          else assert.equal(isBroken, false, problems);
        }
      });
    }
  });
}
