import type { CiAnswer } from "./ciHost";
import { zipOf } from "./zipOf";

export const commit = "0123456789abcdef0123456789abcdef01234567";
export const actions = "/repos/kettle/shop/actions";
export const runsPath = runsPathOf(actions, commit);

const page = "https://github.com/kettle/shop/actions/runs";

export const junit =
  '<testsuite name="pay"><testcase name="charges once" classname="pay"><failure message="charged twice"/></testcase><testcase name="rounds" classname="pay"/></testsuite>';

export function runOf(id: number, more: Readonly<Record<string, unknown>> = {}): Record<string, unknown> {
  return {
    id,
    name: "CI",
    path: ".github/workflows/ci.yml",
    run_number: id,
    run_attempt: 1,
    head_sha: commit,
    status: "completed",
    conclusion: "success",
    html_url: `${page}/${id}`,
    created_at: "2026-11-30T10:00:00Z",
    run_started_at: "2026-11-30T10:00:00Z",
    event: "push",
    ...more,
  };
}

function runsPathOf(actions: string, head: string): string {
  return `${actions}/runs?head_sha=${head}&per_page=100&page=1`;
}

/** What GitHub answers of a commit with a run that failed at its second attempt, and one that passed later. */
export function githubAnswers(
  storage: string,
  { project = "kettle/shop", head = commit } = {},
): Readonly<Record<string, CiAnswer>> {
  const actions = `/repos/${project}/actions`;
  return {
    [`/repos/${project}`]: { json: { full_name: project, private: false } },
    [runsPathOf(actions, head)]: {
      json: {
        total_count: 2,
        workflow_runs: [
          runOf(124, {
            head_sha: head,
            created_at: "2026-11-30T12:00:00Z",
            run_started_at: "2026-11-30T12:00:00Z",
          }),
          runOf(123, {
            head_sha: head,
            run_attempt: 2,
            conclusion: "failure",
            run_started_at: "2026-11-30T11:00:00Z",
          }),
        ],
      },
    },
    [`${actions}/runs/123/attempts/2/jobs?per_page=100&page=1`]: {
      json: {
        total_count: 2,
        jobs: [jobOf(1, "lint", "success"), jobOf(2, "test (20, linux/x64)", "failure", { run_attempt: 2 })],
      },
    },
    [`${actions}/runs/124/attempts/1/jobs?per_page=100&page=1`]: {
      json: { total_count: 1, jobs: [jobOf(3, "deploy", null, { status: "in_progress" })] },
    },
    [`${actions}/runs/123/artifacts?per_page=100&page=1`]: {
      json: {
        total_count: 3,
        artifacts: [
          artifactOf(11, "junit", { created_at: "2026-11-30T11:20:00Z" }),
          artifactOf(12, "junit-first-try", { created_at: "2026-11-30T10:20:00Z", expired: true }),
          artifactOf(13, "shop-linux", { created_at: "2026-11-30T11:20:00Z" }),
        ],
      },
    },
    [`${actions}/runs/124/artifacts?per_page=100&page=1`]: { json: { total_count: 0, artifacts: [] } },
    [`${actions}/artifacts/11/zip`]: { to: `${storage}/11.zip?sig=secret` },
    [`${actions}/artifacts/13/zip`]: { to: `${storage}/13.zip` },
    [`${actions}/jobs/2/logs`]: { to: `${storage}/2.txt` },
  };
}

/** What the storage that GitHub redirects to holds. */
export const stored: Readonly<Record<string, CiAnswer>> = {
  "/11.zip?sig=secret": {
    body: zipOf({ "reports/TEST-pay.xml": junit, "reports/page.html": "<html></html>" }),
  },
  "/13.zip": { body: zipOf({ "bin/shop": "machine code" }) },
  "/2.txt": {
    body: [
      "\uFEFF2026-11-30T11:10:00.0000000Z ##[group]Run actions/checkout@v4",
      "2026-11-30T11:10:00.1000000Z [command]/usr/bin/git version",
      "2026-11-30T11:10:00.2000000Z ##[endgroup]",
      "2026-11-30T11:10:01.0000000Z [INFO] testing",
      "2026-11-30T11:10:02.0000000Z TAP version 13",
      "2026-11-30T11:10:02.1000000Z \u001B[31mnot ok 1 - charges once\u001B[0m",
      "2026-11-30T11:10:02.2000000Z ok 2 - rounds",
      "2026-11-30T11:10:02.3000000Z 1..2",
      "2026-11-30T11:10:03.0000000Z ##[error]Process completed with exit code 1.",
      "",
    ].join("\r\n"),
  },
};

function jobOf(
  id: number,
  name: string,
  conclusion: string | null,
  more: Readonly<Record<string, unknown>> = {},
): Record<string, unknown> {
  return {
    id,
    run_id: 123,
    name,
    conclusion,
    status: "completed",
    html_url: `${page}/123/job/${id}`,
    started_at: "2026-11-30T11:05:00Z",
    completed_at: conclusion === null ? null : "2026-11-30T11:30:00Z",
    ...more,
  };
}

function artifactOf(
  id: number,
  name: string,
  more: Readonly<Record<string, unknown>>,
): Record<string, unknown> {
  return { id, name, size_in_bytes: 500, expired: false, ...more };
}
