import * as z from "zod";
import type { CiListing, CiRun } from "./ciRun";
import type { CiResult } from "./ciResult";
import type { CiTransport } from "./ciTransport";
import { listRuns } from "./listRuns";
import { readPages } from "./readPages";

const instant = z.iso.datetime({ offset: true });
const optionalText = z.string().nullish();

/** https://docs.github.com/en/rest/actions/workflow-runs#list-workflow-runs-for-a-repository */
const workflowRun = z.looseObject({
  id: z.number().int(),
  name: optionalText,
  /** Of the workflow's file. */
  path: optionalText,
  run_number: z.number().int(),
  run_attempt: z.number().int().positive().nullish(),
  head_sha: z.string(),
  status: optionalText,
  conclusion: optionalText,
  html_url: z.string(),
  created_at: instant,
  run_started_at: instant.nullish(),
});
const runPage = z.looseObject({ workflow_runs: z.array(workflowRun) });

/** https://docs.github.com/en/rest/actions/workflow-jobs#list-jobs-for-a-workflow-run-attempt */
const jobPage = z.looseObject({
  jobs: z.array(
    z.looseObject({
      id: z.number().int(),
      name: z.string(),
      run_attempt: z.number().int().positive().nullish(),
      status: optionalText,
      conclusion: optionalText,
      html_url: optionalText,
      started_at: instant.nullish(),
      completed_at: instant.nullish(),
    }),
  ),
});

/** https://docs.github.com/en/rest/actions/artifacts#list-workflow-run-artifacts */
const artifactPage = z.looseObject({
  artifacts: z.array(
    z.looseObject({
      id: z.number().int(),
      name: z.string(),
      size_in_bytes: z.number(),
      expired: z.boolean(),
      created_at: instant.nullish(),
    }),
  ),
});

type WorkflowRun = z.infer<typeof workflowRun>;

/** `cancelled` is what a person or a newer run did, no failure. */
const failures = ["failure", "timed_out", "startup_failure"];

/** The workflow runs of a commit at GitHub, each with the jobs of its latest attempt and with its artifacts. */
export async function githubRuns(
  transport: CiTransport,
  commit: string,
  signal?: AbortSignal,
): Promise<CiResult<CiListing>> {
  const actions = `repos/${transport.place.project.split("/").map(encodeURIComponent).join("/")}/actions`;
  const listed = await readPages(transport, {
    path: `${actions}/runs?head_sha=${commit}`,
    what: `the workflow runs of ${commit.slice(0, 10)}`,
    page: runPage,
    items: (page) => page.workflow_runs,
    mostPages: 2,
    signal,
  });
  if (!listed.ok) return listed;
  const { items, more } = listed.value;
  // An answer for other commits would put their tests into this halt.
  const runs = items.filter(({ head_sha }) => head_sha === commit).map(runOf);
  return listRuns(runs, more, async (run) => {
    const [jobs, artifacts] = [await jobsOf(run), await artifactsOf(run)];
    const problems = [jobs, artifacts].filter((part) => !part.ok);
    return {
      run: {
        ...run,
        jobs: jobs.ok ? jobs.value : [],
        artifacts: artifacts.ok ? artifacts.value : [],
      },
      problems,
    };
  });

  async function jobsOf(run: CiRun): Promise<CiResult<CiRun["jobs"]>> {
    const read = await readPages(transport, {
      path: `${actions}/runs/${run.id}/attempts/${run.attempt ?? 1}/jobs`,
      what: `the jobs of ${run.name}`,
      page: jobPage,
      items: (page) => page.jobs,
      mostPages: 5,
      signal,
    });
    if (!read.ok) return read;
    const value = read.value.items.map((job) => ({
      id: String(job.id),
      name: job.name,
      attempt: job.run_attempt ?? run.attempt,
      state: job.conclusion ?? job.status ?? "unknown",
      failed: failures.includes(job.conclusion ?? ""),
      // A job that was left out has no log; one that runs has none yet.
      at: job.conclusion === "skipped" ? undefined : (job.completed_at ?? undefined),
      url: job.html_url ?? run.url,
    }));
    return { ok: true, value };
  }

  async function artifactsOf(run: CiRun): Promise<CiResult<CiRun["artifacts"]>> {
    const read = await readPages(transport, {
      path: `${actions}/runs/${run.id}/artifacts`,
      what: `the artifacts of ${run.name}`,
      page: artifactPage,
      items: (page) => page.artifacts,
      mostPages: 5,
      signal,
    });
    if (!read.ok) return read;
    const value = read.value.items.map((artifact) => ({
      id: String(artifact.id),
      name: artifact.name,
      bytes: artifact.size_in_bytes,
      expired: artifact.expired,
      at: artifact.created_at ?? undefined,
      job: undefined,
      attempt: attemptOf(artifact.created_at ?? undefined, run),
      url: run.url,
    }));
    return { ok: true, value };
  }
}

/** The path of an artifact's zip: https://docs.github.com/en/rest/actions/artifacts#download-an-artifact */
export function githubArtifactPath(project: string, id: string): string {
  return `repos/${project.split("/").map(encodeURIComponent).join("/")}/actions/artifacts/${id}/zip`;
}

/** https://docs.github.com/en/rest/actions/workflow-jobs#download-job-logs-for-a-workflow-run */
export function githubLogPath(project: string, job: string): string {
  return `repos/${project.split("/").map(encodeURIComponent).join("/")}/actions/jobs/${job}/logs`;
}

function runOf(run: WorkflowRun): CiRun {
  const file = run.path?.split("@")[0]?.split("/").at(-1);
  const name = run.name ?? file ?? "Workflow";
  return {
    id: String(run.id),
    name: `${name} #${run.run_number}`,
    workflow: file === undefined || file === "" ? name : file,
    attempt: run.run_attempt ?? undefined,
    state: run.conclusion ?? run.status ?? "unknown",
    failed: failures.includes(run.conclusion ?? ""),
    commit: run.head_sha,
    at: run.run_started_at ?? run.created_at,
    url: run.html_url,
    jobs: [],
    artifacts: [],
    hasReport: false,
  };
}

/**
 * Artifacts of all attempts are listed together, and do not say which is theirs: one that is older than the latest attempt
 * is of an earlier one.
 */
function attemptOf(createdAt: string | undefined, { at, attempt = 1 }: CiRun): number | undefined {
  if (attempt === 1) return 1;
  if (createdAt === undefined) return undefined;
  if (Date.parse(createdAt) >= Date.parse(at)) return attempt;
  return attempt === 2 ? 1 : undefined;
}
