import { isMap, isScalar } from "yaml";
import { isRecord } from "../../halt/isRecord";
import { productionName } from "../gateDefaults";
import { withoutBlocksIn } from "./blockFile";
import { blockTrials, misplaced } from "./blockTrials";
import { stepTrial } from "./githubStep";
import {
  filesBelow,
  firstIn,
  inTree,
  treeText,
  withText,
  type InstallKind,
  type RepositoryFacts,
} from "./installKind";
import { runsAnyway } from "./waiting";
import { insertInYaml, readYaml, type ReadYaml } from "./yamlBlock";

export const releasePleaseFiles = ["release-please-config.json", ".release-please-manifest.json"];

/** GITHUB_SHA and the environment's name are no names that anyone may choose. */
function steps(environment: string): readonly string[] {
  return [
    "- uses: actions/checkout@v4",
    "- name: Release gate",
    "  env:",
    `    RELEASE_ENVIRONMENT: '${environment.replaceAll("'", "''")}'`,
    '  run: sh .release-halt/gate.sh guard --commit "$GITHUB_SHA" --environment "$RELEASE_ENVIRONMENT" --fetch-history',
  ];
}

/** https://github.com/googleapis/release-please-action */
export const releasePlease: InstallKind = {
  id: "release-please",
  title: "release-please",
  detect: (facts) => firstIn(facts, releasePleaseFiles) !== undefined || workflows(facts).length > 0,
  install: (facts, { settings }) => {
    let { files } = facts;
    const byHand: string[] = [];
    const lines = steps(productionName(settings));
    const found = workflows(facts);
    if (found.length === 0)
      return {
        files,
        byHand: ["No workflow here runs release-please. Where it runs, ask the gate before it:", ...lines],
      };
    for (const path of found) {
      const edited = beforeAction(treeText(facts, path) ?? "", lines);
      if (edited === undefined)
        byHand.push(
          `${path} was left as it is. Add these steps before the one with release-please by hand:`,
          ...lines,
        );
      else files = withText(files, inTree(path), edited);
    }
    return { files, byHand };
  },
  uninstall: (facts, overwrite) => withoutBlocksIn(facts.files, workflows(facts).map(inTree), overwrite),
  trial: (facts, release) =>
    workflows(facts).flatMap((file) =>
      blockTrials(facts, file, 4, (asking, value) => {
        const [jobs, , steps] = asking.path;
        if (jobs !== "jobs" || steps !== "steps") return misplaced(file);
        const open = openJob(value);
        return open === undefined
          ? stepTrial(asking, value, release, {
              stops: "Its step fails, and release-please does not run after it.",
            })
          : {
              kind: "silent",
              why: `In the job ${open} of ${file}, release-please runs without waiting for it.`,
            };
      }),
    ),
  stops: [
    "A run of release-please while anything that it could release is halted: it then neither makes a release and its tag, nor brings the release pull request up to date.",
  ],
  cannotStop: [
    "A merge of the release pull request; the release is only made by the next run after the halt is lifted.",
    "A tag or a release that a person makes by hand, or the release-please command run with a token.",
    "An administrator, or anyone who can change the workflow.",
  ],
};

const action = /^(?:googleapis|google-github-actions)\/release-please-action(?:@|$)/;

function workflows(facts: RepositoryFacts): readonly string[] {
  return filesBelow(facts, ".github/workflows").filter((path) =>
    /uses:\s*["']?(?:googleapis|google-github-actions)\/release-please-action@/.test(
      treeText(facts, path) ?? "",
    ),
  );
}

/** A job in which the action runs before the gate, without it, or although it failed. */
function openJob({ jobs }: ReadYaml["value"]): string | undefined {
  for (const [name, job] of isRecord(jobs) ? Object.entries(jobs) : []) {
    const list: readonly unknown[] = isRecord(job) && Array.isArray(job.steps) ? job.steps : [];
    let asked = false;
    for (const step of list) {
      if (!isRecord(step)) continue;
      asked ||= typeof step.run === "string" && step.run.includes(".release-halt/gate.sh guard");
      if (typeof step.uses === "string" && action.test(step.uses) && (!asked || runsAnyway(step.if)))
        return name;
    }
  }
  return undefined;
}

/** Before each step that runs the action, from the last one up. */
function beforeAction(text: string, lines: readonly string[]): string | undefined {
  const read = readYaml(text);
  const jobs = read?.value.jobs;
  if (read === undefined || !isRecord(jobs)) return undefined;
  const places: number[] = [];
  for (const [name, job] of Object.entries(jobs)) {
    const list: readonly unknown[] = isRecord(job) && Array.isArray(job.steps) ? job.steps : [];
    for (const [index, step] of list.entries()) {
      if (!isRecord(step) || typeof step.uses !== "string" || !action.test(step.uses)) continue;
      const node = read.document.getIn(["jobs", name, "steps", index], true);
      const key = isMap(node) && node.flow !== true ? node.items[0]?.key : undefined;
      if (!isScalar(key) || !key.range) return undefined;
      places.push(text.lastIndexOf("-", key.range[0] - 1));
    }
  }
  let edited = text;
  for (const place of places.sort((a, b) => b - a)) {
    const next = insertInYaml(edited, place, lines);
    if (!next.ok) return undefined;
    edited = next.text;
  }
  return places.length === 0 ? undefined : edited;
}
