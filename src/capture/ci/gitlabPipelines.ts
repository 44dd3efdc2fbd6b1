import * as z from "zod";
import type { CiResult } from "./ciResult";
import type { CiListing, CiRun } from "./ciRun";
import type { CiTransport } from "./ciTransport";
import { listRuns } from "./listRuns";
import { readPages } from "./readPages";

const instant = z.iso.datetime({ offset: true });
const optionalText = z.string().nullish();

/** https://docs.gitlab.com/api/pipelines/#list-project-pipelines */
const pipelinePage = z.array(
  z.looseObject({
    id: z.number().int(),
    name: optionalText,
    sha: z.string(),
    ref: optionalText,
    source: optionalText,
    status: z.string(),
    created_at: instant,
    web_url: z.string(),
  }),
);

/** https://docs.gitlab.com/api/jobs/#list-pipeline-jobs */
const jobPage = z.array(
  z.looseObject({
    id: z.number().int(),
    name: z.string(),
    status: z.string(),
    started_at: instant.nullish(),
    finished_at: instant.nullish(),
    web_url: z.string(),
    artifacts_file: z.looseObject({ filename: optionalText, size: z.number().nullish() }).nullish(),
    artifacts_expire_at: instant.nullish(),
    /** Also those of `artifacts:reports`, which are not in the archive. */
    artifacts: z.array(z.looseObject({ file_type: z.string() })).nullish(),
  }),
);

type Pipeline = z.infer<typeof pipelinePage>[number];
type PipelineJob = z.infer<typeof jobPage>[number];

/** The pipelines of a commit at GitLab, each with the latest try of its jobs; an artifact is what a job left behind. */
export async function gitlabPipelines(
  transport: CiTransport,
  commit: string,
  signal?: AbortSignal,
): Promise<CiResult<CiListing>> {
  const project = `projects/${encodeURIComponent(transport.place.project)}`;
  const listed = await readPages(transport, {
    path: `${project}/pipelines?sha=${commit}`,
    what: `the pipelines of ${commit.slice(0, 10)}`,
    page: pipelinePage,
    items: (page) => page,
    mostPages: 2,
    signal,
  });
  if (!listed.ok) return listed;
  const { items, more } = listed.value;
  // An answer for other commits would put their tests into this halt.
  const runs = items.filter(({ sha }) => sha === commit).map(runOf);
  return listRuns(runs, more, async (run) => {
    const jobs = await readPages(transport, {
      path: `${project}/pipelines/${run.id}/jobs?include_retried=true`,
      what: `the jobs of ${run.name}`,
      page: jobPage,
      items: (page) => page,
      mostPages: 10,
      signal,
    });
    return jobs.ok ? { run: withJobs(run, jobs.value.items), problems: [] } : { run, problems: [jobs] };
  });
}

/** https://docs.gitlab.com/api/job_artifacts/#download-job-artifacts-by-job-id */
export function gitlabArtifactPath(project: string, job: string): string {
  return `projects/${encodeURIComponent(project)}/jobs/${job}/artifacts`;
}

/** https://docs.gitlab.com/api/pipelines/#get-a-test-report-for-a-pipeline */
export function gitlabReportPath(project: string, pipeline: string): string {
  return `projects/${encodeURIComponent(project)}/pipelines/${pipeline}/test_report`;
}

/** https://docs.gitlab.com/api/jobs/#get-a-log-file */
export function gitlabLogPath(project: string, job: string): string {
  return `projects/${encodeURIComponent(project)}/jobs/${job}/trace`;
}

function runOf({ id, name, sha, ref, source, status, created_at: at, web_url: url }: Pipeline): CiRun {
  const title = name ?? ref;
  return {
    id: String(id),
    name: title === undefined || title === null ? `Pipeline #${id}` : `Pipeline #${id} of ${title}`,
    workflow: source ?? "pipeline",
    attempt: undefined,
    state: status,
    failed: status === "failed",
    commit: sha,
    ...{ at, url, jobs: [], artifacts: [], hasReport: false },
  };
}

/** GitLab numbers no tries: jobs of one name follow one another by their ids, and the last one counts. */
function withJobs(run: CiRun, jobs: readonly PipelineJob[]): CiRun {
  const tries = new Map<string, PipelineJob[]>();
  for (const job of [...jobs].sort((a, b) => a.id - b.id))
    tries.set(job.name, [...(tries.get(job.name) ?? []), job]);
  const latest = [...tries.values()].flatMap((of) => {
    const job = of.at(-1);
    return job === undefined ? [] : [{ job, attempt: of.length }];
  });
  return {
    ...run,
    jobs: latest.map(({ job, attempt }) => ({
      id: String(job.id),
      name: job.name,
      attempt,
      state: job.status,
      failed: job.status === "failed",
      at: job.finished_at ?? undefined,
      url: job.web_url,
    })),
    hasReport: latest.some(({ job }) => job.artifacts?.some(({ file_type: type }) => type === "junit")),
    artifacts: latest.flatMap(({ job, attempt }) => {
      if (job.artifacts_file === undefined || job.artifacts_file === null) return [];
      const until = job.artifacts_expire_at ?? undefined;
      return [
        {
          id: String(job.id),
          name: job.name,
          bytes: job.artifacts_file.size ?? 0,
          expired: until !== undefined && Date.parse(until) < Date.now(),
          at: job.finished_at ?? undefined,
          job: job.name,
          attempt,
          url: job.web_url,
        },
      ];
    }),
  };
}
