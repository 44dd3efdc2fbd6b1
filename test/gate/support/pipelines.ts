import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { parse } from "yaml";
import { ran, standInGate, type Ran } from "../../support/standInGate";

/** Names that git takes for a tag or branch, or that a host may hand on; none may be run. */
export const hostile = [
  "v1;touch${IFS}x",
  "v1;touch x",
  "$(touch x)",
  "`touch x`",
  "v1&&touch x",
  '"v1"',
  "v'1",
  "--environment",
  "*",
  "v1|touch x",
  "\\",
];

interface Pipeline {
  readonly path: string;
  readonly before: string;
  /** The shell in the file. */
  readonly script: (text: string) => string;
  readonly env: (name: string, kind: "tag" | "branch") => Readonly<Record<string, string>>;
}

export type Tree = { readonly [key: string]: Tree } & { readonly [index: number]: Tree };
/** What stands at a place of a YAML text. */
export const at = (text: string, ...path: readonly (string | number)[]): string => {
  let node: unknown = parse(text);
  for (const key of path) node = (node as Tree)[key as string];
  return String(node);
};

const azure = "steps:\n- script: make\n";
/** By kind, how a host runs the shell that stands in its file. */
export const pipelines: Readonly<Record<string, Pipeline>> = {
  "github-actions": {
    path: ".github/workflows/release-halt.yml",
    before: "",
    script: (text) => at(text, "jobs", "release-halt", "steps", 1, "run"),
    env: (name, kind) => ({
      GITHUB_REF: `refs/${kind === "tag" ? "tags" : "heads"}/${name}`,
      GITHUB_SHA: commit,
      GITHUB_BASE_REF: "",
      RELEASE_ENVIRONMENT: "production",
      RELEASE_COMPONENT: "",
    }),
  },
  "gitlab-ci": {
    path: ".gitlab-ci.yml",
    before: "build:\n  stage: build\n  script: make\n",
    script: (text) => at(text, "release-halt", "script", 0),
    env: (name, kind) => ({
      CI_COMMIT_TAG: kind === "tag" ? name : "",
      CI_COMMIT_BRANCH: kind === "tag" ? "" : name,
      CI_COMMIT_REF_NAME: name,
      CI_COMMIT_SHA: commit,
    }),
  },
  "azure-pipelines": {
    path: "azure-pipelines.yml",
    before: azure,
    script: (text) => at(text, "steps", 1, "bash"),
    env: (name, kind) => ({
      BUILD_SOURCEBRANCH: `refs/${kind === "tag" ? "tags" : "heads"}/${name}`,
      BUILD_SOURCEVERSION: commit,
    }),
  },
  circleci: {
    path: ".circleci/config.yml",
    before:
      "version: 2.1\njobs:\n  build:\n    docker: [{image: 'cimg/node:20.0'}]\n    steps: [checkout]\nworkflows:\n  main:\n    jobs:\n      - build\n",
    script: (text) => at(text, "jobs", "release-halt", "steps", 1, "run", "command"),
    env: (name, kind) => ({
      CIRCLE_TAG: kind === "tag" ? name : "",
      CIRCLE_BRANCH: kind === "tag" ? "" : name,
      CIRCLE_SHA1: commit,
    }),
  },
  jenkins: {
    path: "Jenkinsfile",
    before:
      "pipeline {\n  agent any\n  stages {\n    stage('Build') {\n      steps { sh 'make' }\n    }\n  }\n}\n",
    script: (text) => /sh '''\n([\s\S]*?)'''/.exec(text)?.[1] ?? "",
    env: (name, kind) =>
      kind === "tag" ? { TAG_NAME: name, BRANCH_NAME: name } : { TAG_NAME: "", BRANCH_NAME: name },
  },
};
/** The commit that is released. */
export const commit = "0123456789abcdef0123456789abcdef01234567";

/** Runs shell of a file in a folder, as a pipeline does, beside a gate that gives an answer. */
export async function runScript(
  folder: string,
  script: string,
  env: Readonly<Record<string, string>>,
  answer = "open",
): Promise<Ran> {
  await mkdir(join(folder, ".release-halt"), { recursive: true });
  await writeFile(join(folder, ".release-halt", "gate.sh"), standInGate);
  await writeFile(join(folder, "script.sh"), script);
  const stand = { STAND_IN: answer, STAND_IN_LOG: join(folder, "log") };
  return ran(folder, { ...env, ...stand }, "sh", "-e", "script.sh");
}
