import { countOf, listed, testsOf, treesOf, type WrittenTest, type Writer } from "./resultTree";
import { anyText, dotted, filled, firstLineOf, orLong, paths } from "./texts";

const statuses = { passed: "passed", failed: "failed", errored: "failed", skipped: "pending" } as const;

/**
 * RSpec's formatter `json` (https://rspec.info/features/3-13/rspec-core/formatters/json-formatter/). Descriptions are joined
 * with spaces, as Mocha's titles are; what breaks outside of an example is a message.
 */
export const rspec: Writer = {
  title: "RSpec",
  format: "rspec-json",
  trees: treesOf({
    levels: [1, 3],
    suites: [filled(anyText)],
    test: testsOf({
      names: filled(anyText),
      outcomes: ["passed", "failed", "errored", "skipped"],
      messages: anyText,
      details: orLong(anyText),
      types: dotted.map((name) => name.replaceAll(".", "::")),
      files: paths("rb"),
    }),
  }),
  write: (root) => {
    const tests = listed(root);
    return JSON.stringify({
      version: "3.12.0",
      messages: tests.filter(({ test }) => test.outcome === "errored").map(({ test }) => messageOf(test)),
      examples: tests
        .filter(({ test }) => test.outcome !== "errored")
        .map(({ test: { name, outcome, message, detail, type, file, line }, path }) => ({
          ...{ id: `./${file}[1:1]`, description: name, full_description: [...path, name].join(" ") },
          ...{ status: statuses[outcome], file_path: file, line_number: line, run_time: 0.012 },
          pending_message: outcome === "skipped" ? message : null,
          ...(outcome === "failed" && {
            exception: { class: type, message: `\n${message}\n`, backtrace: detail.split("\n") },
          }),
        })),
      summary: {
        ...{
          duration: 0.1,
          example_count: countOf(root) - countOf(root, "errored"),
          failure_count: countOf(root, "failed"),
        },
        ...{
          pending_count: countOf(root, "skipped"),
          errors_outside_of_examples_count: countOf(root, "errored"),
        },
      },
      summary_line: "done",
    });
  },
  reads: (test, path) => {
    const { name, message, detail, type, file, line } = test;
    const told = messageOf(test).trim();
    if (test.outcome === "errored")
      return { suite: "", name: "(outside of any example)", message: firstLineOf(told), detail: told };
    // RSpec puts lines around a message.
    return { suite: path.join(" ").trim(), message: message.trim(), ...{ name, detail, type, file, line } };
  },
};

function messageOf({ file, message, detail }: WrittenTest): string {
  return `\nAn error occurred while loading ./${file}.\n\n${message}\n${detail}\n`;
}
