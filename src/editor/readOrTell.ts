import { withLateProgress } from "./lateProgress";
import { showNews, showProblem } from "./messages";
import { readInThread } from "./readInThread";
import type { ResultsAnswers, ResultsJob } from "./resultsJob";

/**
 * Reads test results while the person may cancel it. Undefined when they did, or when it failed; a message has said so.
 */
export async function readOrTell<Job extends ResultsJob>(
  job: Job,
): Promise<ResultsAnswers[Job["kind"]] | undefined> {
  const read = await withLateProgress("Reading test results…", async (signal) => readInThread(job, signal));
  switch (read.kind) {
    case "answered":
      return read.answer;
    case "cancelled":
      showNews("The test results were not read to their end, and nothing of them was attached.");
      return undefined;
    case "failed":
      showProblem(read.message);
      return undefined;
    default:
      return read satisfies never;
  }
}
