import { isMap, isScalar, isSeq } from "yaml";
import { isRecord } from "../../halt/isRecord";
import { withoutBlocksIn } from "./blockFile";
import { blockTrials, misplaced } from "./blockTrials";
import { ciCannotStop, deeper } from "./ciScript";
import { firstIn, inTree, treeText, withText, type InstallKind } from "./installKind";
import { shellTrial } from "./trial";
import { leadingTo, namesIn, runsAnyway, waitingSentence, type Waiting } from "./waiting";
import {
  insertInYaml,
  prependInYaml,
  readYaml,
  type ReadYaml,
  type YamlEdit,
  type YamlPath,
} from "./yamlBlock";

export const azureFiles = ["azure-pipelines.yml", "azure-pipelines.yaml", ".azure-pipelines.yml"];

/** Azure takes the credentials away after a checkout, and the gate fetches the ledger with them. */
const steps = [
  "- checkout: self",
  "  persistCredentials: true",
  '- bash: sh .release-halt/gate.sh guard --ref "$BUILD_SOURCEBRANCH" --commit "$BUILD_SOURCEVERSION" --fetch-history',
  "  displayName: Release gate",
];
const job = [
  "- job: ReleaseHalt",
  "  displayName: Release gate",
  "  condition: always()",
  "  steps:",
  ...deeper(steps, 4),
];
const stage = [
  "- stage: ReleaseHalt",
  "  displayName: Release gate",
  "  condition: always()",
  "  dependsOn: []",
  "  jobs:",
  ...deeper(job, 4),
];

/** https://learn.microsoft.com/azure/devops/pipelines/yaml-schema/ */
export const azurePipelines: InstallKind = {
  id: "azure-pipelines",
  title: "Azure Pipelines",
  detect: (facts) => firstIn(facts, azureFiles) !== undefined,
  install: (facts) => {
    const path = firstIn(facts, azureFiles);
    const text = path === undefined ? undefined : treeText(facts, path);
    if (path === undefined || text === undefined) {
      return {
        files: facts.files,
        byHand: ["There is no azure-pipelines.yml. Add this stage before the others by hand:", ...stage],
      };
    }
    const edited = inPipeline(text);
    return edited.ok
      ? { files: withText(facts.files, inTree(path), edited.text), byHand: edited.byHand }
      : {
          files: facts.files,
          byHand: [
            `${path} was left as it is: ${edited.why}. Add this stage before the others by hand:`,
            ...stage,
          ],
        };
  },
  uninstall: (facts, overwrite) => withoutBlocksIn(facts.files, azureFiles.map(inTree), overwrite),
  trial: (facts, { tag, commit }) =>
    azureFiles.flatMap((file) =>
      blockTrials(facts, file, 2, ({ path, lines }, value) => {
        const waiting = waitingIn(path, value);
        if (waiting === undefined) return misplaced(file);
        const env = { BUILD_SOURCEBRANCH: `refs/tags/${tag}`, BUILD_SOURCEVERSION: commit };
        return shellTrial(lines, env, waitingSentence("Its step", "in this file", waiting));
      }),
    ),
  stops: [
    "Each later stage, job or step of the pipeline of a halted branch or tag, which depends on the gate's.",
  ],
  cannotStop: [
    "A stage or job whose own condition is `always()`, or that was made to depend on nothing since.",
    "A person who runs a single later stage by hand.",
    "Tags, where the pipeline's `trigger` does not name them.",
    "Classic release pipelines, which this file does not describe: add the gate to them as a first task.",
    "The push itself: the branch or tag is there before the pipeline starts.",
    ...ciCannotStop,
  ],
};

type Piped =
  | (YamlEdit & { readonly ok: false })
  | { readonly ok: true; readonly text: string; readonly byHand: readonly string[] };

function inPipeline(text: string): Piped {
  const read = readYaml(text);
  if (read === undefined) return { ok: false, why: "it is not a single YAML mapping" };
  const { stages, jobs, steps: plain, extends: template } = read.value;
  if (template !== undefined) return { ok: false, why: "it extends a template" };
  if (Array.isArray(stages)) {
    const free = stages.flatMap((one: unknown) =>
      isRecord(one) && dependsOnNothing(one) ? [String(one.stage)] : [],
    );
    const first = prependInYaml(text, ["stages"], stage);
    return first.ok
      ? {
          ...first,
          byHand:
            free.length === 0
              ? []
              : [`These stages wait for no other. Write "dependsOn: ReleaseHalt" there: ${free.join(", ")}`],
        }
      : first;
  }
  if (Array.isArray(jobs)) return inJobs(text);
  if (Array.isArray(plain)) return inSteps(text, plain);
  return { ok: false, why: "it has neither stages nor jobs nor steps" };
}

/** Jobs run beside each other, so each one that waits for none is made to wait for the gate's. */
function inJobs(text: string): Piped {
  let edited: YamlEdit = { ok: true, text };
  const byHand: string[] = [];
  const jobs = readYaml(text)?.document.getIn(["jobs"], true);
  if (!isSeq(jobs)) return { ok: false, why: "its jobs are no list" };
  // From the last one up, so that the places before it stay.
  for (const item of [...jobs.items].reverse()) {
    const name = isMap(item) ? (item.get("job") ?? item.get("deployment")) : undefined;
    if (!isMap(item) || typeof name !== "string") {
      byHand.push(
        'A job that comes from a template or an expression has to be given "dependsOn: ReleaseHalt" by hand.',
      );
      continue;
    }
    const depends: unknown = item.get("dependsOn");
    if (depends !== undefined && !(isSeq(depends) && depends.items.length === 0)) continue;
    const second = item.items[1]?.key;
    if (depends !== undefined || item.flow === true || !isScalar(second) || !second.range) {
      byHand.push(`Write "dependsOn: ReleaseHalt" into the job ${name} by hand.`);
      continue;
    }
    edited = insertInYaml(edited.text, second.range[0], ["dependsOn: ReleaseHalt"]);
    if (!edited.ok) return edited;
  }
  const first = prependInYaml(edited.text, ["jobs"], job);
  return first.ok ? { ...first, byHand: byHand.reverse() } : first;
}

function inSteps(text: string, plain: readonly unknown[]): Piped {
  const at = plain.findLastIndex((step) => isRecord(step) && step.checkout !== undefined);
  if (at === -1) return withNote(prependInYaml(text, ["steps"], steps));
  const after = readYaml(text)?.document.getIn(["steps", at + 1], true);
  if (!isMap(after) || !after.range) return { ok: false, why: "nothing follows its checkout" };
  const dash = text.lastIndexOf("-", after.range[0]);
  return withNote(
    insertInYaml(text, dash, steps.slice(2)),
    'Write "persistCredentials: true" under the checkout: the gate fetches the ledger with them.',
  );
}

function withNote(edited: YamlEdit, ...byHand: readonly string[]): Piped {
  return edited.ok ? { ...edited, byHand } : edited;
}

function dependsOnNothing(one: Readonly<Record<string, unknown>>): boolean {
  return Array.isArray(one.dependsOn) && one.dependsOn.length === 0;
}

/** Undefined where the gate stands in none of the pipeline's own lists. */
function waitingIn([part, at]: YamlPath, value: ReadYaml["value"]): Waiting | undefined {
  const list: unknown = part === "stages" || part === "jobs" || part === "steps" ? value[part] : undefined;
  if (!Array.isArray(list) || typeof at !== "number") return undefined;
  const all = list.map((one: unknown, index) => ({
    name: nameOf(one) ?? `number ${index + 1} of its ${String(part)}`,
    one: isRecord(one) ? one : {},
  }));
  // A stage waits for the one before it, unless it says otherwise; a job for none.
  const needs = new Map(
    all.map(({ name, one }, index) => {
      const before = part === "jobs" ? [] : all.slice(Math.max(0, index - 1), index).map((each) => each.name);
      return [name, one.dependsOn === undefined ? before : namesIn(one.dependsOn)];
    }),
  );
  const leading = leadingTo([all[at]?.name ?? ""], needs);
  const [waits, free]: [string[], string[]] = [[], []];
  for (const [index, { name, one }] of all.entries()) {
    // A checkout before the gate's step is no part of a release.
    if (index === at || (part === "steps" && "checkout" in one)) continue;
    const later = part === "steps" ? index > at : leading.has(name);
    (later && !runsAnyway(one.condition) ? waits : free).push(name);
  }
  return { waits, free };
}

function nameOf(one: unknown): string | undefined {
  if (!isRecord(one)) return undefined;
  const known = [one.stage, one.job, one.deployment, one.displayName, one.name];
  return known.find((text) => typeof text === "string");
}
