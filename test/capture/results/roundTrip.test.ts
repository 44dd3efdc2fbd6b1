import assert from "node:assert/strict";
import * as fc from "fast-check";
import { readResults } from "../../../src/capture/results/readResults";
import type { FailedTest, ReportedTest } from "../../../src/halt/testResults";
import { bazel } from "./writers/bazel";
import { catch2 } from "./writers/catch2";
import { check } from "./writers/check";
import { ctest } from "./writers/ctest";
import { ctrf } from "./writers/ctrf";
import { cucumberJson, cucumberMessages } from "./writers/cucumber";
import { dart } from "./writers/dart";
import { gitlabReport } from "./writers/gitlabReport";
import { googleTest } from "./writers/googleTest";
import { goTest } from "./writers/goTest";
import { jest, vitest } from "./writers/jest";
import { nestedJunit, pytest, surefire } from "./writers/junit";
import { libtest } from "./writers/libtest";
import { mochaJson, mochaJsonStream, mochawesome } from "./writers/mocha";
import { nunit2, nunit3 } from "./writers/nunit";
import { playwright } from "./writers/playwright";
import { pytestJson } from "./writers/pytestJson";
import { rspec } from "./writers/rspec";
import { tap } from "./writers/tap";
import { teamcity } from "./writers/teamcity";
import { dotnetTrx, studioTrx } from "./writers/trx";
import { xunitNet } from "./writers/xunitNet";
import {
  listed,
  type ReadTest,
  type WrittenSuite,
  type WrittenTest,
  type Writer,
} from "./writers/resultTree";

/** Of each format: some hundred together, far more with ROUND_TRIPS=n; other ones with SEED=n. */
const numRuns = Number(process.env["ROUND_TRIPS"] ?? 15);
const seed = Number(process.env["SEED"] ?? 1);

const writers: readonly Writer[] = [
  ...[surefire, pytest, nestedJunit, goTest, dotnetTrx, studioTrx, jest, vitest, mochaJson, playwright, tap],
  ...[nunit2, nunit3, xunitNet, ctest, rspec, ctrf, mochawesome, googleTest, cucumberJson, libtest, dart],
  ...[teamcity, mochaJsonStream, cucumberMessages, catch2, check, bazel, pytestJson, gitlabReport],
];

/** Bytes of a text that are kept until secrets are taken out of it. */
const mostBytes = 6144;

describe("A tree of results", () => {
  for (const writer of writers) {
    it(`reads back the same from ${writer.title}`, async () => {
      await fc.assert(
        fc.asyncProperty(writer.trees, files, (tree, file) => holds(writer, tree, file)),
        { seed, numRuns },
      );
    });
  }
});

/** How a text came into a file, and in what parts that is read: a shell of Windows redirects in UTF-16. */
const files = fc.record({
  encoding: fc.constantFrom("utf8", "utf16le"),
  hasMark: fc.boolean(),
  lineEnd: fc.constantFrom("\n", "\r\n"),
  partBytes: fc.oneof(fc.integer({ min: 1, max: 16 }), fc.integer({ min: 17, max: 8000 })),
});
type File = typeof files extends fc.Arbitrary<infer Value> ? Value : never;

function bytesOf(text: string, { encoding, hasMark, lineEnd }: File): Buffer {
  // Without the mark, only what begins as XML does is known to be UTF-16.
  const mark = hasMark || encoding === "utf16le" ? "\uFEFF" : "";
  return Buffer.from(mark + text.replaceAll("\n", lineEnd), encoding);
}

async function holds(writer: Writer, tree: WrittenSuite, file: File): Promise<void> {
  const bytes = bytesOf(writer.write(tree), file);
  const tests = listed(tree).map(({ test, path }) => ({ test, read: writer.reads(test, path) }));
  const heard: ReportedTest[] = [];
  const onTest = (test: ReportedTest): void => void heard.push(test);
  const results = await readResults(inParts(bytes, file.partBytes), { onTest, maxStoredBytes: 1e9 });

  const said = results.problems.map(({ message }) => message);
  assert.equal(results.format, writer.format, said.join("\n"));
  const problems = said.filter((message) => writer.mayTell?.test(message) !== true);
  const expected = expectedProblems(tests);
  assert.equal(problems.length, expected.length, problems.join("\n"));
  for (const [index, begin] of expected.entries()) assert.ok(problems[index]?.startsWith(begin), begin);
  assert.equal(results.partial, false);
  const count = (outcome: string): number => tests.filter(({ test }) => test.outcome === outcome).length;
  assert.deepEqual(
    [results.total, results.passed, results.failed, results.errored, results.skipped],
    [tests.length, ...["passed", "failed", "errored", "skipped"].map(count)],
  );
  // What broke outside of any test is in few of the totals that files state.
  if (count("errored") === 0) assert.equal(results.declared?.total ?? tests.length, tests.length);
  assert.deepEqual(sorted(heard.map(identityOf)), sorted(tests.map(expectedIdentity)));
  assert.equal(results.flaky, tests.map(expectedIdentity).filter(({ flaky }) => flaky).length);
  assert.equal(
    results.attempts,
    tests.reduce((sum, { read }) => sum + (read.attempts ?? 1), 0),
  );
  const failing = tests.filter(({ test }) => test.outcome === "failed" || test.outcome === "errored");
  assert.deepEqual(sorted(results.failures.map(failureOf)), sorted(failing.map(expectedFailure)));
}

interface Listed {
  readonly test: WrittenTest;
  readonly read: ReadTest;
}

function identityOf({ suite, name, outcome, attempts = 1, flaky = false }: ReportedTest) {
  return { suite, name, outcome, attempts, flaky };
}

function expectedIdentity({ test: { outcome }, read: { suite, name, attempts = 1 } }: Listed) {
  return { suite, name, outcome, attempts, flaky: outcome === "passed" && attempts > 1 };
}

function failureOf({ suite, name, outcome, message, detail, type, file, line, cut }: FailedTest) {
  return {
    ...{ suite, name, outcome, type, file, line },
    message: { text: message, isCut: (cut?.message ?? 0) > 0 },
    detail: { text: detail, isCut: (cut?.detail ?? 0) > 0 },
  };
}

function expectedFailure({ test: { outcome }, read }: Listed) {
  const { suite, name, message = "", detail = "", type, file, line } = read;
  return {
    ...{ suite, name, outcome, file, line },
    type: type === "" ? undefined : type,
    message: storedOf(message),
    detail: storedOf(detail),
  };
}

/** The whole characters of its first bytes. */
function storedOf(text: string): { readonly text: string; readonly isCut: boolean } {
  let kept = "";
  let bytes = 0;
  for (const character of text) {
    bytes += Buffer.byteLength(character);
    if (bytes > mostBytes) return { text: kept, isCut: true };
    kept += character;
  }
  return { text, isCut: false };
}

/** How what is said of any file with such tests begins. */
function expectedProblems(tests: readonly Listed[]): readonly string[] {
  const names = tests
    .filter(({ read }) => read.name !== "")
    .map(({ read: { suite, name } }) => `${suite}\0${name}`);
  const repeated = names.length - new Set(names).size;
  const all = tests.every(({ test }) => test.outcome === "skipped");
  return [
    ...(all ? ["Every test was skipped"] : []),
    ...(repeated > 0 ? [repeated === 1 ? "A test has the suite" : `${repeated} tests have the suite`] : []),
  ];
}

function sorted<Item>(items: readonly Item[]): readonly Item[] {
  return [...items].sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));
}

async function* inParts(bytes: Buffer, size: number): AsyncIterable<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) yield await Promise.resolve(bytes.subarray(at, at + size));
}
