import * as z from "zod";
import { isRecord } from "../../halt/isRecord";
import { parsed, type JsonFormat } from "./jsonFormat";
import { firstLine } from "./messageText";
import type { ResultCollector } from "./resultCollector";

/** What RSpec's formatter `json` writes (https://rspec.info/features/3-13/rspec-core/formatters/json-formatter/). */
export const rspecJson: JsonFormat = {
  id: "rspec-json",
  isValue: (value) => isRecord(value) && Array.isArray(value["examples"]),
  read,
};

const example = z.looseObject({
  description: z.string().default(""),
  full_description: z.string().default(""),
  status: z.string().default(""),
  file_path: z.string().default(""),
  line_number: z.number().nullish(),
  run_time: z.number().nullish(),
  exception: z
    .looseObject({
      class: z.string().nullish(),
      message: z.string().nullish(),
      backtrace: z.array(z.string()).nullish(),
    })
    .nullish(),
});
const count = z.number().optional();
const report = z.looseObject({
  messages: z.array(z.string()).default([]),
  examples: z.array(example),
  summary: z
    .looseObject({
      example_count: count,
      failure_count: count,
      pending_count: count,
      errors_outside_of_examples_count: count,
    })
    .default({}),
});

function read(value: unknown, into: ResultCollector): void {
  const whole = parsed(report, value, "a report of RSpec", into);
  if (whole === undefined) return;
  const { examples, messages, summary } = whole;
  into.suites = new Set(examples.map(({ file_path }) => file_path)).size;
  for (const one of examples) readExample(one, into);
  const outside = summary.errors_outside_of_examples_count ?? 0;
  const told = messages.filter((message) => /An error occurred/.test(message));
  for (let at = 0; at < Math.min(outside, 1000); at += 1) {
    const detail = (told[at] ?? "").trim();
    into.fail({
      outcome: "errored",
      suite: "",
      name: "(outside of any example)",
      message: firstLine(detail),
      detail,
    });
  }
  into.declare({
    ...(summary.example_count !== undefined && { total: summary.example_count + outside }),
    ...(summary.failure_count !== undefined && { failed: summary.failure_count }),
    ...(summary.pending_count !== undefined && { skipped: summary.pending_count }),
  });
}

function readExample(one: z.output<typeof example>, into: ResultCollector): void {
  const {
    description,
    full_description: whole,
    status,
    file_path: file,
    line_number: line,
    run_time: seconds,
  } = one;
  const common = {
    suite: whole.endsWith(description) ? whole.slice(0, whole.length - description.length).trim() : whole,
    name: description,
    ...(typeof seconds === "number" && { durationMs: seconds * 1000 }),
  };
  if (status === "passed") into.count({ ...common, outcome: "passed" });
  else if (status === "pending") into.count({ ...common, outcome: "skipped" });
  else {
    if (status !== "failed")
      into.cutOff("An example has no outcome: the process ended in it, and those behind it did not run.");
    const { exception } = one;
    into.fail({
      ...common,
      outcome: status === "failed" ? "failed" : "errored",
      ...(file !== "" && { file }),
      ...(typeof line === "number" && line > 0 && { line: Math.trunc(line) }),
      ...(exception?.class && { type: exception.class }),
      message: (
        exception?.message ?? (status === "failed" ? "" : "The example began and has no end.")
      ).trim(),
      detail: (exception?.backtrace ?? []).join("\n"),
    });
  }
}
