import * as z from "zod";
import { isRecord } from "../../halt/isRecord";
import { parsed, type JsonFormat } from "./jsonFormat";
import type { ResultCollector } from "./resultCollector";

/** GoogleTest's `--gtest_output=json` (https://google.github.io/googletest/advanced.html#generating-a-json-report). */
export const gtestJson: JsonFormat = {
  id: "gtest-json",
  isValue: (value) => isRecord(value) && Array.isArray(value["testsuites"]),
  read,
};

/** Where its characters have a sign, it writes each byte of UTF-8 as one (`EscapeJson` in `googletest/src/gtest.cc`). */
const text = z.string().transform((value) => {
  if (/[^\0-\u00FF]/.test(value) || !/[\u0080-\u00FF]/.test(value)) return value;
  const decoded = Buffer.from(value, "latin1").toString("utf8");
  return decoded.includes("\uFFFD") ? value : decoded;
});
const test = z.looseObject({
  name: text.default(""),
  classname: text.default(""),
  value_param: z.string().nullish(),
  file: text.nullish(),
  line: z.number().nullish(),
  status: z.string().default(""),
  result: z.string().default(""),
  time: z.string().nullish(),
  failures: z.array(z.looseObject({ failure: text.default("") })).default([]),
});
const count = z.number().optional();
const report = z.looseObject({
  tests: count,
  failures: count,
  testsuites: z.array(z.looseObject({ name: text.default(""), testsuite: z.array(test).default([]) })),
});

function read(value: unknown, into: ResultCollector): void {
  const whole = parsed(report, value, "a report of GoogleTest", into);
  if (whole === undefined) return;
  for (const { name: suite, testsuite } of whole.testsuites) {
    into.suites += 1;
    for (const { name, classname, file, line, status, result, time, failures } of testsuite) {
      const seconds = Number.parseFloat(time ?? "");
      const common = {
        suite: classname === "" ? suite : classname,
        name,
        ...(Number.isFinite(seconds) && { durationMs: seconds * 1000 }),
      };
      const detail = failures.map(({ failure }) => failure).join("\n\n");
      if (failures.length === 0) {
        const skipped = status === "NOTRUN" || result === "SKIPPED" || result === "SUPPRESSED";
        into.count({ ...common, outcome: skipped ? "skipped" : "passed" });
        continue;
      }
      // The first line is a place: "cart.cpp:12".
      const [place = "", ...words] = detail.split("\n");
      const [, at, number] = /^(.+):(\d+)$/.exec(place) ?? [];
      const atLine = number === undefined ? line : Number(number);
      into.fail({
        ...common,
        outcome: "failed",
        ...(typeof (at ?? file) === "string" && { file: at ?? file ?? "" }),
        ...(typeof atLine === "number" && atLine > 0 && { line: Math.trunc(atLine) }),
        message: (at === undefined ? place : (words[0] ?? "")).trim(),
        detail,
      });
    }
  }
  into.declare({
    ...(whole.tests !== undefined && { total: whole.tests }),
    ...(whole.failures !== undefined && { failed: whole.failures }),
  });
}
