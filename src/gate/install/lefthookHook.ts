import { isRecord } from "../../halt/isRecord";
import { withoutBlocksIn } from "./blockFile";
import { firstIn, inTree, treeText, withText, type InstallKind, type RepositoryFacts } from "./installKind";
import { pushCannotStop, pushStops } from "./pushSentences";
import { appendToYaml, prependInYaml, readYaml, type YamlEdit } from "./yamlBlock";

/** Names that lefthook looks for (https://lefthook.dev/configuration/). */
const yamlFiles = ["lefthook", ".lefthook", ".config/lefthook"].flatMap((name) => [
  `${name}.yml`,
  `${name}.yaml`,
]);
const otherFiles = ["lefthook.toml", ".lefthook.toml", "lefthook.json", ".lefthook.json"];
export const lefthookFiles = [...yamlFiles, ...otherFiles];

/**
 * Only a command that asks for it gets git's lines on standard input (https://lefthook.dev/configuration/use_stdin.html),
 * and of several that run in parallel each may get none, or a part (https://github.com/evilmartians/lefthook/pull/732).
 */
const ask = [`run: sh .release-halt/gate.sh pre-push --lines-may-be-lost "{1}" "{2}"`, "use_stdin: true"];

export const lefthookHook: InstallKind = {
  id: "lefthook",
  title: "lefthook hook pre-push",
  detect: isLefthookUsed,
  install: (facts) => {
    const path = firstIn(facts, yamlFiles);
    const text = path === undefined ? undefined : treeText(facts, path);
    if (path === undefined || text === undefined) {
      const where = firstIn(facts, lefthookFiles) ?? "lefthook.yml";
      return {
        files: facts.files,
        byHand: [`Add to ${where} by hand, under pre-push, commands, release-halt:`, ...ask],
      };
    }
    const edited = inConfiguration(text);
    if (!edited.ok) {
      return {
        files: facts.files,
        byHand: [
          `${path} was left as it is: ${edited.why}. Add by hand, under pre-push, commands, release-halt:`,
          ...ask,
        ],
      };
    }
    return {
      files: withText(facts.files, inTree(path), edited.text),
      byHand: [
        "Run `lefthook install` once in each clone that has no pre-push hook of lefthook yet.",
        ...(sharesInput(text) ? [`Take "parallel: true" out of pre-push in ${path}: ${inParallel}`] : []),
      ],
    };
  },
  uninstall: (facts, overwrite) => withoutBlocksIn(facts.files, yamlFiles.map(inTree), overwrite),
  stops: pushStops,
  cannotStop: [
    "LEFTHOOK=0 in the environment, or a lefthook-local.yml that skips the command.",
    "A clone where lefthook cannot be found: its hook lets the push through then.",
    'With "parallel: true" and another command that reads standard input, lefthook may keep what is pushed from the gate. Then what could be pushed is judged, but not new commits that are pushed under another name (main:release/2).',
    ...pushCannotStop,
  ],
};

/** Whether lefthook has a configuration here, in any of its formats. */
export function isLefthookUsed(facts: RepositoryFacts): boolean {
  return firstIn(facts, lefthookFiles) !== undefined;
}

const inParallel =
  "with another command that reads standard input, lefthook may keep what is pushed from the gate. Then what could be pushed is judged instead, which may refuse in vain.";

/** Whether commands of the hook read standard input while others run. */
function sharesInput(text: string): boolean {
  const hook = readYaml(text)?.value["pre-push"];
  return isRecord(hook) && hook.parallel === true && JSON.stringify(hook).includes('"use_stdin":true');
}

function inConfiguration(text: string): YamlEdit {
  const hook = readYaml(text)?.value["pre-push"];
  const command = ["release-halt:", ...ask.map((line) => `  ${line}`)];
  const [first = "", ...rest] = ask;
  if (hook === undefined)
    return appendToYaml(text, ["pre-push:", "  commands:", ...command.map((line) => `    ${line}`)]);
  if (!isRecord(hook)) return { ok: false, why: '"pre-push" holds no mapping' };
  if (Array.isArray(hook.jobs)) {
    return prependInYaml(
      text,
      ["pre-push", "jobs"],
      ["- name: release-halt", `  ${first}`, ...rest.map((line) => `  ${line}`)],
    );
  }
  if (hook.commands !== undefined) return prependInYaml(text, ["pre-push", "commands"], command);
  return prependInYaml(text, ["pre-push"], ["commands:", ...command.map((line) => `  ${line}`)]);
}
