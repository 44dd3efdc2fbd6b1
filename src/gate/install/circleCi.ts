import { isMap, isScalar, isSeq, type YAMLMap } from "yaml";
import { isRecord } from "../../halt/isRecord";
import { withoutBlocksIn } from "./blockFile";
import { blockTrials, misplaced } from "./blockTrials";
import { ciCannotStop, deeper, refScript } from "./ciScript";
import { inTree, treeText, withText, type InstallKind } from "./installKind";
import { insertBlock, lineEndOf, markedBlock, withoutBlocks } from "./markedBlock";
import { shellTrial } from "./trial";
import { leadingTo, namesIn, waitingSentence, type Waiting } from "./waiting";
import { insertInYaml, prependInYaml, readYaml, type YamlEdit } from "./yamlBlock";

const path = ".circleci/config.yml";

/** https://circleci.com/docs/configuration-reference/ */
const job = [
  "release-halt:",
  "  docker:",
  "    - image: cimg/base:stable",
  "  steps:",
  "    - checkout",
  "    - run:",
  "        name: Release gate",
  "        command: |",
  ...deeper(refScript("CIRCLE_TAG", "${CIRCLE_BRANCH:-}", "$CIRCLE_SHA1"), 10),
];
/** Without a filter for tags a job runs for none. */
const entry = ["- release-halt:", "    filters:", "      tags:", "        only: /.*/"];
const needed = ["requires:", "  - release-halt"];

export const circleCi: InstallKind = {
  id: "circleci",
  title: "CircleCI",
  detect: (facts) => treeText(facts, path) !== undefined,
  install: (facts) => {
    const text = treeText(facts, path);
    const lines = [
      "Add this job by hand, and make each job that waits for none require it:",
      ...job,
      ...entry,
    ];
    if (text === undefined)
      return { files: facts.files, byHand: [`There is no ${path}. ${lines[0] ?? ""}`, ...lines.slice(1)] };
    const edited = inWorkflows(text);
    return edited.ok
      ? { files: withText(facts.files, inTree(path), edited.text), byHand: edited.byHand }
      : { files: facts.files, byHand: [`${path} was left as it is: ${edited.why}.`, ...lines] };
  },
  uninstall: (facts, overwrite) => withoutBlocksIn(facts.files, [inTree(path)], overwrite),
  trial: (facts, { tag, commit }) =>
    blockTrials(facts, path, 2, ({ path: [part, name], lines }, value) => {
      if (part !== "jobs" || name !== "release-halt") return misplaced(path);
      const waiting = waitingIn(value.workflows);
      if (waiting === undefined) return { kind: "silent", why: `No workflow of ${path} runs its job.` };
      const env = { CIRCLE_TAG: tag, CIRCLE_BRANCH: "", CIRCLE_SHA1: commit };
      return shellTrial(lines, env, waitingSentence("Its job", "in this file", waiting));
    }),
  stops: [
    "Each job of the workflows here, on a halted branch or tag: those that waited for no other now require the gate's.",
  ],
  cannotStop: [
    "Jobs that were added since and require nothing.",
    "A person who reruns a single job, or approves and deploys outside of the workflow.",
    "Tags, where the jobs that deploy have no filter for them.",
    "The push itself: the branch or tag is there before the workflow starts.",
    ...ciCannotStop,
  ],
};

type Wired =
  | (YamlEdit & { readonly ok: false })
  | { readonly ok: true; readonly text: string; readonly byHand: readonly string[] };

function inWorkflows(text: string): Wired {
  const workflows = readYaml(text)?.value.workflows;
  if (!isRecord(workflows)) return { ok: false, why: "it has no workflows" };
  let edited = text;
  const byHand: string[] = [];
  for (const [name, workflow] of Object.entries(workflows)) {
    if (!isRecord(workflow) || !Array.isArray(workflow.jobs)) continue;
    const required = requireGate(edited, name, byHand);
    const first: YamlEdit = required.ok
      ? prependInYaml(required.text, ["workflows", name, "jobs"], entry)
      : required;
    if (!first.ok) return first;
    edited = first.text;
  }
  const whole = prependInYaml(edited, ["jobs"], job);
  return whole.ok ? { ...whole, byHand } : whole;
}

/** Gives each job of a workflow that waits for none the gate's to wait for, from the last one up. */
function requireGate(text: string, workflow: string, byHand: string[]): YamlEdit {
  const jobs = readYaml(text)?.document.getIn(["workflows", workflow, "jobs"], true);
  if (!isSeq(jobs)) return { ok: false, why: `the workflow ${workflow} has no list of jobs` };
  let edited: YamlEdit = { ok: true, text };
  for (const item of [...jobs.items].reverse()) {
    if (isScalar(item) && typeof item.value === "string" && item.range) {
      edited = requireOfName(edited.text, item.range[0], item.value);
      if (!edited.ok) return edited;
      continue;
    }
    const [pair] = isMap(item) ? item.items : [];
    const settings = pair?.value;
    if (isMap(settings) && settings.has("requires")) continue;
    const first = isMap(settings) ? firstKey(settings) : undefined;
    if (first === undefined) {
      byHand.push(
        `Add "requires: [release-halt]" to the job ${isScalar(pair?.key) ? String(pair.key.value) : ""} of the workflow ${workflow} by hand.`,
      );
      continue;
    }
    edited = insertInYaml(edited.text, first, needed);
    if (!edited.ok) return edited;
  }
  return edited;
}

/** A job that is only named becomes one with settings; its line stands in the block and comes back with its removal. */
function requireOfName(text: string, offset: number, name: string): YamlEdit {
  const start = text.lastIndexOf("\n", offset - 1) + 1;
  const end = text.indexOf("\n", offset);
  const line = text.slice(start, end === -1 ? text.length : end).replace(/\r$/, "");
  const [, indent, rest] = /^( *)- +(\S+)[ \t]*(?:#.*)?$/.exec(line) ?? [];
  const eol = lineEndOf(text);
  if (
    indent === undefined ||
    rest !== name ||
    end === -1 ||
    text.slice(end - eol.length + 1, end + 1) !== eol
  ) {
    return { ok: false, why: `the job ${name} could not be edited safely` };
  }
  const block = markedBlock([`- ${name}:`, ...deeper(needed, 4)], { indent, eol, comment: "#" }, [line]);
  const edited = insertBlock(text.slice(0, start) + text.slice(end + 1), start, block, eol);
  return withoutBlocks(edited).text === withoutBlocks(text).text && readYaml(edited) !== undefined
    ? { ok: true, text: edited }
    : { ok: false, why: `the job ${name} could not be edited safely` };
}

function firstKey(settings: YAMLMap): number | undefined {
  const key = settings.items[0]?.key;
  return settings.flow === true || !isScalar(key) ? undefined : key.range?.[0];
}

/** Undefined where no workflow runs the gate's job. */
function waitingIn(workflows: unknown): Waiting | undefined {
  let runs = false;
  const [waits, free]: [string[], string[]] = [[], []];
  for (const [workflow, one] of isRecord(workflows) ? Object.entries(workflows) : []) {
    if (!isRecord(one) || !Array.isArray(one.jobs)) continue;
    const needs = new Map<string, readonly string[]>();
    for (const entry of one.jobs as readonly unknown[]) {
      if (typeof entry === "string") needs.set(entry, []);
      else if (isRecord(entry))
        for (const [name, settings] of Object.entries(entry)) {
          const known = isRecord(settings) && typeof settings.name === "string" ? settings.name : name;
          needs.set(known, isRecord(settings) ? namesIn(settings.requires) : []);
        }
    }
    runs ||= needs.has("release-halt");
    const leading = leadingTo(needs.has("release-halt") ? ["release-halt"] : [], needs);
    for (const name of needs.keys())
      if (name !== "release-halt") (leading.has(name) ? waits : free).push(`${name} (${workflow})`);
  }
  return runs ? { waits, free } : undefined;
}
