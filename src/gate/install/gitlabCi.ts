import { isRecord } from "../../halt/isRecord";
import { withoutBlocksIn } from "./blockFile";
import { blockTrials, misplaced } from "./blockTrials";
import { ciCannotStop, deeper, refScript } from "./ciScript";
import { inTree, treeText, withText, type InstallKind } from "./installKind";
import { shellTrial } from "./trial";
import { waitingSentence } from "./waiting";
import { appendToYaml, readYaml } from "./yamlBlock";

const path = ".gitlab-ci.yml";

/** https://docs.gitlab.com/ci/yaml/: the stage .pre comes before all others, and needs no entry in `stages`. */
const job = [
  "release-halt:",
  "  stage: .pre",
  "  image:",
  "    name: alpine/git:latest",
  '    entrypoint: [""]',
  "  before_script: []",
  "  after_script: []",
  "  cache: []",
  "  rules:",
  "    - when: always",
  "  allow_failure: false",
  "  script:",
  "    - |",
  ...deeper(refScript("CI_COMMIT_TAG", "${CI_COMMIT_BRANCH:-$CI_COMMIT_REF_NAME}", "$CI_COMMIT_SHA"), 6),
];

export const gitlabCi: InstallKind = {
  id: "gitlab-ci",
  title: "GitLab CI",
  detect: (facts) => treeText(facts, path) !== undefined,
  install: ({ files, ...facts }) => {
    const text = treeText({ files, ...facts }, path);
    if (text === undefined)
      return { files, byHand: [`There is no ${path}. Add this job to the pipeline by hand:`, ...job] };
    const jobs = readYaml(text)?.value ?? {};
    const edited: ReturnType<typeof appendToYaml> =
      jobs["release-halt"] === undefined
        ? appendToYaml(text, job)
        : { ok: false, why: "it has a job release-halt that is not ours" };
    if (!edited.ok)
      return { files, byHand: [`${path} was left as it is: ${edited.why}. Add this job by hand:`, ...job] };
    const early = startEarly(jobs);
    return {
      files: withText(files, inTree(path), edited.text),
      byHand:
        early.length === 0
          ? []
          : [
              `These jobs do not wait for the gate. Add release-halt to their needs, and take away "when: always": ${early.join(", ")}`,
            ],
    };
  },
  uninstall: (facts, overwrite) => withoutBlocksIn(facts.files, [inTree(path)], overwrite),
  trial: (facts, { tag, commit }) =>
    blockTrials(facts, path, 1, ({ path: [job, part], lines }, value) => {
      if (job !== "release-halt" || part !== "script") return misplaced(path);
      const free = startEarly(value);
      const waits = Object.keys(value).filter((name) => isJob(name, value[name]) && !free.includes(name));
      const env = {
        CI_COMMIT_TAG: tag,
        CI_COMMIT_BRANCH: "",
        CI_COMMIT_REF_NAME: tag,
        CI_COMMIT_SHA: commit,
      };
      return shellTrial(lines, env, waitingSentence("Its job", "in this file", { waits, free }));
    }),
  stops: [
    "Each later job of the pipeline of a halted branch or tag: the gate's job is the first stage, and when it fails the others do not start.",
  ],
  cannotStop: [
    "Jobs with `needs` that do not lead to a job that waits, jobs with `when: always`, and jobs of included files that have either.",
    "A manual job that a person starts although an earlier stage failed, where the project allows it.",
    "A pipeline that is not made: [skip ci] in the commit message, or `workflow: rules`.",
    "The push itself: the branch or tag is on GitLab before the job starts. Protected tags and branches keep it out.",
    ...ciCannotStop,
  ],
};

function isJob(name: string, one: unknown): boolean {
  return (
    isRecord(one) &&
    !name.startsWith(".") &&
    name !== "default" &&
    name !== "release-halt" &&
    ["script", "trigger", "extends", "run"].some((key) => key in one)
  );
}

/** Jobs that start although an earlier stage has not ended or has failed (https://docs.gitlab.com/ci/yaml/#needs). */
function startEarly(all: Readonly<Record<string, unknown>>): readonly string[] {
  const early = (name: string, seen: readonly string[]): boolean => {
    const one = all[name];
    if (!isRecord(one) || seen.includes(name)) return false;
    if (
      one.when === "always" ||
      (Array.isArray(one.rules) && one.rules.some((rule) => isRecord(rule) && rule.when === "always"))
    )
      return true;
    if (!Array.isArray(one.needs)) return false;
    const needs = one.needs
      .map((need: unknown) => (isRecord(need) ? need.job : need))
      .filter((need) => typeof need === "string");
    return needs.every((need) => early(need, [...seen, name]));
  };
  return Object.keys(all).filter(
    (name) => !name.startsWith(".") && name !== "default" && name !== "release-halt" && early(name, []),
  );
}
