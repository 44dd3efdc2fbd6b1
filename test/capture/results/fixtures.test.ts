import assert from "node:assert/strict";
import { createReadStream, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { readTests } from "../../../src/capture/readTests";
import { readResults } from "../../../src/capture/results/readResults";
import type { TestResults } from "../../../src/halt/testResults";

const folder = join(__dirname, "../../fixtures/results");

/** What each file holds, by hand: `test/fixtures/README.md` says what the columns mean. */
const rows = readFileSync(join(folder, "expected.tsv"), "utf8")
  .trimEnd()
  .split("\n")
  .slice(1)
  .map((line) => {
    const [file = "", format = "", ...rest] = line.split("\t");
    const [total, passed, failed, errored, skipped, flaky] = rest.slice(0, 6).map(Number);
    const counts = { total, passed, failed, errored, skipped, flaky };
    return { file, format, counts, hasProblem: rest[6] === "yes" };
  });

async function resultsOfFolder(path: string): Promise<TestResults> {
  const read = await readTests(path);
  assert.ok(read.ok);
  return read.results;
}

describe("A result file of a real tool", () => {
  for (const { file, format, counts, hasProblem } of rows) {
    it(`is read right: ${file}`, async () => {
      const path = join(folder, file);
      const results = statSync(path).isDirectory()
        ? await resultsOfFolder(path)
        : await readResults(createReadStream(path));
      const { total, passed, failed, errored, skipped, flaky, problems, failures } = results;
      const said = problems.map(({ severity, message }) => `${severity}: ${message}`).join("\n");
      assert.equal(results.format, format, said);
      assert.deepEqual({ total, passed, failed, errored, skipped, flaky }, counts, said);
      // Where the numbers alone mislead, something is said; where they do not, nothing says that they cannot be trusted.
      if (hasProblem) assert.ok(problems.length > 0, "nothing is said");
      else assert.ok(!problems.some(({ severity }) => severity === "error"), said);
      assert.equal(failures.length, failed + errored);
      for (const failure of failures)
        assert.ok(failure.name !== "" || failure.suite !== "" || failure.message !== "");
    });
  }
});
