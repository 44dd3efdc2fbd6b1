import {
  countOf,
  listed,
  testsOf,
  treesOf,
  type WrittenSuite,
  type WrittenTest,
  type Writer,
} from "./resultTree";
import { anyText, filled, firstLineOf, orLong, paths, trimmed, wideIdentifiers } from "./texts";

/**
 * Rust's libtest (https://doc.rust-lang.org/rustc/tests/index.html#--format-format, `library/test/src/formatters/json.rs`).
 * The outermost suites are programs, which it does not name; modules and tests have names of the language. A panic is a
 * failure, whatever raised it.
 */
export const libtest: Writer = {
  title: "libtest's JSON",
  format: "libtest-json",
  trees: treesOf({
    levels: [1, 4],
    suites: [wideIdentifiers],
    test: testsOf({
      names: wideIdentifiers,
      outcomes: ["passed", "failed", "skipped"],
      messages: filled(trimmed(anyText)),
      details: orLong(anyText),
      files: paths("rs"),
    }),
  }),
  write: ({ suites }) =>
    suites
      .flatMap(programOf)
      .map((event) => `${JSON.stringify(event)}\n`)
      .join(""),
  reads: (test, [, ...modules]) => ({
    suite: modules.join("::"),
    ...{ name: test.name, file: test.file, line: test.line },
    message: firstLineOf(test.message),
    detail: outputOf(test, [...modules, test.name].join("::")),
  }),
};

function programOf(program: WrittenSuite): readonly object[] {
  return [
    { type: "suite", event: "started", test_count: countOf(program) },
    ...listed(program).flatMap(({ test, path }) => eventsOf(test, [...path, test.name].join("::"))),
    {
      ...{ type: "suite", event: countOf(program, "failed") > 0 ? "failed" : "ok" },
      ...{ passed: countOf(program, "passed"), failed: countOf(program, "failed") },
      ...{ ignored: countOf(program, "skipped"), measured: 0, filtered_out: 0, exec_time: 0.004 },
    },
  ];
}

function eventsOf(test: WrittenTest, name: string): readonly object[] {
  const event = { passed: "ok", failed: "failed", errored: "failed", skipped: "ignored" }[test.outcome];
  return [
    { type: "test", event: "started", name },
    {
      ...{ type: "test", name, event },
      ...(test.outcome !== "skipped" && { exec_time: 0.000012 }),
      ...(test.outcome === "failed" && { stdout: outputOf(test, name) }),
    },
  ];
}

function outputOf({ message, detail, file, line }: WrittenTest, name: string): string {
  return `\nthread '${name}' (19888) panicked at ${file}:${line}:9:\n${message}\n${detail}`;
}
