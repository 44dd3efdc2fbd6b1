import { countOf, testsOf, treesOf, type WrittenSuite, type WrittenTest, type Writer } from "./resultTree";
import { anyText, filled, firstLineOf, orLong, paths, trimmed } from "./texts";

const words = { passed: "success", failed: "failed", errored: "error", skipped: "skipped" } as const;

/** What GitLab answers of a pipeline's reports (https://docs.gitlab.com/api/pipelines/#get-a-test-report-for-a-pipeline). */
export const gitlabReport: Writer = {
  title: "GitLab's test report",
  format: "gitlab-test-report",
  trees: treesOf({
    levels: [1, 1],
    suites: [filled(anyText)],
    test: testsOf({
      names: anyText,
      outcomes: ["passed", "failed", "errored", "skipped"],
      messages: filled(trimmed(anyText)),
      details: orLong(anyText),
      files: paths("rb"),
    }),
  }),
  write: (root) =>
    JSON.stringify({
      ...{ total_time: 1.5, ...totalsOf(root) },
      test_suites: root.suites.map((suite) => ({
        ...{ name: suite.name, total_time: 1.5, ...totalsOf(suite), suite_error: null },
        test_cases: suite.tests.map((test) => ({
          ...{ status: words[test.outcome], name: test.name, classname: null, file: test.file },
          ...{ execution_time: 0.5, system_output: outputOf(test), stack_trace: null },
        })),
      })),
    }),
  reads: (test, path) => ({
    suite: path.join(),
    ...{ name: test.name, file: test.file },
    message: firstLineOf(test.message).trim(),
    detail: outputOf(test) ?? "",
  }),
};

function totalsOf(suite: WrittenSuite) {
  return {
    ...{ total_count: countOf(suite), success_count: countOf(suite, "passed") },
    ...{ failed_count: countOf(suite, "failed"), error_count: countOf(suite, "errored") },
    skipped_count: countOf(suite, "skipped"),
  };
}

function outputOf({ outcome, message, detail }: WrittenTest): string | null {
  return outcome === "failed" || outcome === "errored" ? `${message}\n${detail}` : null;
}
