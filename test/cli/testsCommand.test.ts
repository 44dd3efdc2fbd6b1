import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { promisify } from "node:util";
import * as z from "zod";

const folder = resolve("test/fixtures/results");

/** Whole runs, and what is told in few words: a try, a cut, a process that is gone. */
const rows = readFileSync(join(folder, "expected.tsv"), "utf8")
  .trimEnd()
  .split("\n")
  .slice(1)
  .map((line) => line.split("\t"))
  .filter(([file = ""]) => /kettle\.|flaky|retries|rerun|cut|killed|interrupted|Test-|allure/.test(file))
  .map(([file = "", format = "", ...rest]) => {
    const [total, passed, failed, errored, skipped, flaky] = rest.slice(0, 6).map(Number);
    return { file, format, total, passed, failed, errored, skipped, flaky, hasProblem: rest[6] === "yes" };
  });

const count = z.number().int().nonnegative();
const told = z.strictObject({
  ...{ file: z.string(), format: z.string(), suites: count },
  ...{ total: count, passed: count, failed: count, errored: count, skipped: count },
  ...{ flaky: count, attempts: count, repeated: count, partial: z.boolean() },
  declared: z
    .partialRecord(z.enum(["suites", "total", "passed", "failed", "errored", "skipped"]), count)
    .nullable(),
  problems: z.array(
    z.strictObject({ severity: z.enum(["error", "warning"]), message: z.string(), line: count.optional() }),
  ),
  failures: z.array(
    z.strictObject({
      ...{ outcome: z.enum(["failed", "errored"]), suite: z.string(), name: z.string() },
      ...{ message: z.string(), detail: z.string(), attempts: count.min(2).optional() },
      ...{ file: z.string().optional(), line: count.optional(), type: z.string().optional() },
      ...{ source: z.string().optional(), owner: z.looseObject({}).optional() },
    }),
  ),
  failuresNotStored: count,
  parts: z.array(z.looseObject({ path: z.string(), total: count, failed: count })).optional(),
});

describe("The command that tells what test results hold", () => {
  it("prints of every tool's file all that is known of it", async () => {
    const loader = pathToFileURL(resolve("node_modules/tsx/dist/loader.mjs")).href;
    const files = rows.map(({ file }) => file);
    const args = ["--import", loader, resolve("src/cli.ts"), "tests", ...files, "--json"];
    const options = { cwd: folder, maxBuffer: 64 * 1024 * 1024 };
    const { stdout } = await promisify(execFile)(process.execPath, args, options).catch((error: unknown) =>
      z.object({ stdout: z.string() }).parse(error),
    );
    const all = z.array(told).parse(JSON.parse(stdout));
    for (const { hasProblem, ...row } of rows) {
      const one = all.find(({ file }) => file === row.file);
      assert.ok(one !== undefined, row.file);
      const { file, format, total, passed, failed, errored, skipped, flaky } = one;
      assert.deepEqual({ file, format, total, passed, failed, errored, skipped, flaky }, row);
      assert.ok(one.attempts >= total + flaky, file);
      assert.equal(one.failures.length + one.failuresNotStored, failed + errored, file);
      assert.ok(!hasProblem || one.problems.length > 0, file);
      if (one.partial)
        assert.ok(
          one.problems.some(({ severity }) => severity === "error"),
          file,
        );
    }
    for (const known of ["partial", "repeated", "declared", "parts"] as const)
      assert.ok(
        all.some((one) => Boolean(one[known])),
        known,
      );
  });
});
