import { isRecord } from "../../halt/isRecord";
import { productionName } from "../gateDefaults";
import { ciCannotStop, deeper } from "./ciScript";
import { ownFile, withoutBlocksIn } from "./blockFile";
import { blockTrials, misplaced } from "./blockTrials";
import { stepTrial } from "./githubStep";
import {
  filesBelow,
  inTree,
  keyOf,
  treeText,
  withText,
  type InstallKind,
  type InstallOptions,
  type RepositoryFacts,
} from "./installKind";
import { leadingTo, namesIn, runsAnyway, waitingSentence, type Waiting } from "./waiting";
import { readYaml } from "./yamlBlock";

const path = ".github/workflows/release-halt.yml";

/** A workflow of its own: https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-syntax */
export const githubActions: InstallKind = {
  id: "github-actions",
  title: "GitHub Actions",
  detect: (facts) => filesBelow(facts, ".github/workflows").length > 0,
  install: ({ files }, options) =>
    files.has(keyOf(inTree(path)))
      ? {
          files,
          byHand: [`${path} is there already and is not of release-halt. Rename it, then install again.`],
        }
      : { files: withText(files, inTree(path), ownFile(workflow(options))), byHand: deployJobs },
  uninstall: (facts, overwrite) => withoutBlocksIn(facts.files, [inTree(path)], overwrite),
  trial: (facts, release) =>
    blockTrials(facts, path, 2, (asking, value) =>
      asking.path[0] === "jobs"
        ? stepTrial(asking, value, release, {
            stops: waitingSentence(
              "Its job",
              "in a workflow here",
              waitingHere(facts, String(asking.path[1])),
            ),
          })
        : misplaced(path),
    ),
  stops: [
    "Jobs that need the gate's job: a failed job stops those that need it.",
    'A merge into a release branch, where "Release gate" is a required status check of a ruleset or a branch protection.',
  ],
  cannotStop: [
    "Other workflows: jobs that do not need the gate's job run beside it.",
    "A job with `if: always()` or `if: ${{ !cancelled() }}`, which runs although the gate's job failed.",
    "Tags and releases that a workflow makes with GITHUB_TOKEN: they start no workflow, so the workflow that makes them must call the gate.",
    "A commit message with [skip ci], with which no workflow starts at all.",
    "The push itself: a branch or tag is on GitHub before the job starts.",
    ...ciCannotStop,
  ],
};

const deployJobs = [
  "Make each job that deploys or publishes need the gate:",
  "  gate:",
  "    uses: ./.github/workflows/release-halt.yml",
  "  deploy:",
  "    needs: gate",
  'To stop merges into release branches as well, make the status check "Release gate" required for them (Settings, Rules).',
];

function workflow({ settings }: InstallOptions): readonly string[] {
  const environment = productionName(settings);
  const refs = (prefix: string): readonly string[] =>
    settings.releaseRefs.flatMap((ref) => filterOf(ref, prefix)).map((one) => `- ${quoted(one)}`);
  const [tags, branches] = [refs("refs/tags/"), refs("refs/heads/")];
  const onBranches = branches.length === 0 ? [] : ["branches:", ...deeper(branches)];
  const onTags = tags.length === 0 ? [] : ["tags:", ...deeper(tags)];
  const inputs = [
    "inputs:",
    "  environment:",
    "    description: Where the release goes.",
    "    type: string",
    `    default: ${quoted(environment)}`,
    "  component:",
    "    description: The component that is released; empty for any.",
    "    type: string",
    "    default: ''",
  ];
  return [
    "name: Release gate",
    "on:",
    ...(onTags.length + onBranches.length === 0 ? [] : ["  push:", ...deeper([...onTags, ...onBranches], 4)]),
    ...(onBranches.length === 0 ? [] : ["  pull_request:", ...deeper(onBranches, 4)]),
    "  workflow_call:",
    ...deeper(inputs, 4),
    "  workflow_dispatch:",
    ...deeper(inputs, 4),
    "permissions:",
    "  contents: read",
    "jobs:",
    "  release-halt:",
    "    name: Release gate",
    "    # A skipped job counts as success, so this one is never skipped.",
    "    if: ${{ always() }}",
    "    runs-on: ubuntu-latest",
    "    timeout-minutes: 10",
    "    steps:",
    "      - uses: actions/checkout@v4",
    "      - name: Is the release halted?",
    "        shell: sh",
    "        env:",
    `          RELEASE_ENVIRONMENT: \${{ inputs.environment || ${quoted(environment)} }}`,
    "          RELEASE_COMPONENT: ${{ inputs.component }}",
    "        run: |",
    "          ref=$GITHUB_REF",
    '          if [ -n "${GITHUB_BASE_REF:-}" ]; then ref="refs/heads/$GITHUB_BASE_REF"; fi',
    '          sh .release-halt/gate.sh guard --ref "$ref" --commit "$GITHUB_SHA" --environment "$RELEASE_ENVIRONMENT" ${RELEASE_COMPONENT:+--component "$RELEASE_COMPONENT"} --fetch-history',
  ];
}

/** Jobs of all workflows that need the gate's, by way of others as well: in its own file, or where one calls that file. */
function waitingHere(facts: RepositoryFacts, job: string): Waiting {
  const [waits, free]: [string[], string[]] = [[], []];
  for (const file of filesBelow(facts, ".github/workflows")) {
    const jobs = readYaml(treeText(facts, file) ?? "")?.value.jobs;
    if (!isRecord(jobs)) continue;
    const all = Object.entries(jobs).flatMap(([name, one]) => (isRecord(one) ? [{ name, one }] : []));
    const gates = all
      .filter(({ name, one }) => (file === path && name === job) || one.uses === `./${path}`)
      .map(({ name }) => name);
    const needs = new Map(all.map(({ name, one }) => [name, namesIn(one.needs)]));
    const leading = leadingTo(gates, needs);
    for (const { name, one } of all)
      if (leading.has(name)) (runsAnyway(one.if) ? free : waits).push(`${name} (${file})`);
  }
  return { waits, free };
}

/**
 * A release ref as a filter for tags or branches; none where it is never one of them. In a filter `*` stops at a slash
 * and `**` does not; the other characters that are special there are not in ours.
 */
function filterOf(ref: string, prefix: string): readonly string[] {
  const fixed = ref.split("*", 1)[0] ?? "";
  if (fixed.length < ref.length && prefix.startsWith(fixed)) return ["**"];
  if (!ref.startsWith(prefix)) return [];
  return [
    ref
      .slice(prefix.length)
      .replaceAll(/[?+[\]!\\]/g, String.raw`\$&`)
      .replaceAll("*", "**"),
  ];
}

function quoted(value: string): string {
  return `'${value.replaceAll("'", "''")}'`;
}
