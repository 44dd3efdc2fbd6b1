import { parentPort } from "node:worker_threads";
import { countTests, readBaseTestsFor, readTestsFor } from "../capture/attachTests";
import { readFetched } from "../capture/ci/readFetched";
import { removeBaseIntents } from "../capture/compareTests";
import { lookForNewerRun } from "../capture/newerRun";
import { readRun } from "../capture/run/readRun";
import { seeResults } from "../capture/run/resultsWritten";
import type { ReportedTest } from "../halt/testResults";
import type { ResultsAnswer, ResultsAnswers, ResultsJob } from "./resultsJob";

/*
 * The thread that reads test results: a large file takes seconds, and the editor's extensions share one thread. It takes
 * one job, and is ended by the host.
 */
parentPort?.once("message", (job: ResultsJob) => {
  void answer(job).then((result) => parentPort?.postMessage(result));
});

async function answer(job: ResultsJob): Promise<ResultsAnswer> {
  switch (job.kind) {
    case "tests":
      return readForNames(job);
    case "base":
      return readBaseTestsFor(job.known, job.path, job.context);
    case "fetched":
      return readFetched(job.place, job.source, job.file, job.context);
    case "count":
      return Promise.all(job.paths.map(countTests));
    case "removeBase":
      return removeBaseIntents(job.known, job.id, job.top);
    case "newer":
      return lookForNewerRun(job.top, job.attached);
    case "see":
      return seeResults(job.folder);
    case "run":
      return readRunForNames(job);
    default:
      return job satisfies never;
  }
}

async function readForNames(job: ResultsJob & { readonly kind: "tests" }): Promise<ResultsAnswers["tests"]> {
  const { seen, onTest } = listenFor(job.names);
  return { attached: await readTestsFor(job.known, job.path, { ...job.context, onTest }), seen };
}

async function readRunForNames(job: ResultsJob & { readonly kind: "run" }): Promise<ResultsAnswers["run"]> {
  const { seen, onTest } = listenFor(job.names);
  return { evidence: await readRun(job.known, job.run, { ...job.context, onTest }), seen };
}

/** Keeps each test that one of the names may mean. */
function listenFor(names: readonly string[]): {
  readonly seen: readonly ReportedTest[];
  readonly onTest: (test: ReportedTest) => void;
} {
  const seen: ReportedTest[] = [];
  const onTest = (test: ReportedTest): void => {
    if (test.name !== "" && names.some((name) => name.endsWith(test.name))) seen.push(test);
  };
  return { seen, onTest };
}
