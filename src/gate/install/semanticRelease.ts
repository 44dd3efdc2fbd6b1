import { isRecord } from "../../halt/isRecord";
import { productionName } from "../gateDefaults";
import { withoutBlocksIn } from "./blockFile";
import {
  firstIn,
  inTree,
  keyOf,
  treeText,
  withoutFile,
  withText,
  type Edited,
  type Files,
  type InstallKind,
  type RepositoryFacts,
} from "./installKind";
import { entryText, jsonTree, jsonValue, prependEntry, removeEntry, type JsonPath } from "./jsonInsert";
import { blocksState } from "./markedBlock";
import { editedBlock, type Trial, type TriedRelease } from "./trial";
import { prependInYaml, readYaml } from "./yamlBlock";

/** https://semantic-release.gitbook.io/semantic-release/usage/configuration */
const plain = [".releaserc", ".releaserc.json", ".releaserc.yaml", ".releaserc.yml"];
const programs = [
  "release.config.js",
  "release.config.cjs",
  "release.config.mjs",
  "release.config.ts",
  ".releaserc.js",
  ".releaserc.cjs",
  ".releaserc.mjs",
  ".releaserc.ts",
];
export const semanticReleaseFiles = [...plain, ...programs];

const pluginPath = ".release-halt/semantic-release.cjs";
const plugin = `./${pluginPath}`;
/** What semantic-release uses where no plugins are named. */
const standard = [
  "@semantic-release/commit-analyzer",
  "@semantic-release/release-notes-generator",
  "@semantic-release/npm",
  "@semantic-release/github",
];

/**
 * A plugin of its own and not @semantic-release/exec: that one would have to be installed, and puts the tag's name into a
 * shell's text.
 * @param environment the name of production, as JSON has it
 */
function pluginText(environment: string): string {
  return `// This file was made by release-halt; "release-halt uninstall" takes it away.
"use strict";
const { spawnSync } = require("node:child_process");

/** Asks the release gate about the release that is about to be made; throwing ends semantic-release before it tags. */
exports.verifyRelease = (config, { cwd, env, nextRelease }) => {
  const about = ["--tag", nextRelease.gitTag, "--commit", nextRelease.gitHead, "--environment", ${environment}];
  const gate = spawnSync("sh", [".release-halt/gate.sh", "guard", ...about, "--fetch-history"], { cwd, env, stdio: "inherit" });
  if (gate.status !== 0) throw new Error(\`The release gate stopped \${nextRelease.gitTag}. Why is said above.\`);
};
`;
}

export const semanticRelease: InstallKind = {
  id: "semantic-release",
  title: "semantic-release",
  detect: (facts) =>
    firstIn(facts, semanticReleaseFiles) !== undefined ||
    jsonValue(treeText(facts, "package.json") ?? "", ["release"]) !== undefined,
  install: (facts, { settings }) => {
    const path = firstIn(facts, plain) ?? "package.json";
    const text = treeText(facts, path);
    const edited =
      firstIn(facts, programs) === undefined && text !== undefined ? inConfiguration(path, text) : undefined;
    const place = inTree(pluginPath);
    if (facts.files.has(keyOf(place)))
      return {
        files: facts.files,
        byHand: [`${pluginPath} is there already and is not as release-halt writes it.`],
      };
    const written = pluginText(JSON.stringify(productionName(settings)));
    const files = withText(facts.files, place, written);
    if (edited === undefined) {
      return {
        files,
        byHand: [
          `Add ${JSON.stringify(plugin)} to the plugins of ${firstIn(facts, semanticReleaseFiles) ?? path} by hand.`,
        ],
      };
    }
    return { files: withText(files, inTree(path), edited), byHand: [] };
  },
  uninstall: (facts, overwrite) => {
    let { files, byHand }: Edited = withoutBlocksIn(facts.files, plain.map(inTree), overwrite);
    for (const path of ["package.json", ...plain]) files = outOf(files, path);
    const place = inTree(pluginPath);
    const own = files.get(keyOf(place));
    if (own?.kind !== "text") return { files, byHand };
    if (!overwrite && !isPlugin(own.text)) {
      byHand = [
        ...byHand,
        `${pluginPath} was edited by hand. It is kept; with --overwrite it is replaced or taken out.`,
      ];
      return { files, byHand };
    }
    return { files: withoutFile(files, place), byHand };
  },
  trial: tried,
  stops: [
    "A run of semantic-release on a halted branch, after it has found the next version and before it writes a tag, publishes or makes a release.",
  ],
  cannotStop: [
    "A person who publishes or tags by hand with a token.",
    "A run with other plugins on the command line (--plugins), or from a branch whose configuration has not got the plugin.",
    "An administrator, or anyone who can change the configuration on the branch that is released.",
  ],
};

function isPlugin(text: string): boolean {
  const [, environment = ""] = /"--environment", ("(?:[^"\\\n]|\\.)*")\]/.exec(text) ?? [];
  return text === pluginText(environment);
}

/** What loads the plugin and asks it, as semantic-release does. */
const verify =
  "require(require('node:path').resolve(process.argv[1])).verifyRelease({}, { cwd: process.cwd(), env: process.env, nextRelease: JSON.parse(process.argv[2]) })";

function tried(facts: RepositoryFacts, { tag, commit }: TriedRelease): readonly Trial[] {
  const written = treeText(facts, pluginPath);
  const files = ["package.json", ...plain].filter((file) => treeText(facts, file) !== undefined);
  const edited = plain.find((file) => blocksState(treeText(facts, file) ?? "") === "edited");
  if (edited !== undefined) return [editedBlock(edited)];
  const named = files.some((file) => pluginsIn(file, treeText(facts, file) ?? "").includes(plugin));
  if (written === undefined)
    return named
      ? [{ kind: "silent", why: `${pluginPath} is not there, so semantic-release cannot start.` }]
      : [];
  if (!isPlugin(written)) return [{ kind: "edited", what: `Its plugin ${pluginPath}` }];
  const program = firstIn(facts, programs);
  if (!named && program !== undefined)
    return [
      {
        kind: "notTried",
        why: `Whether ${program} names ${plugin} among its plugins can only be told by running it.`,
      },
    ];
  if (!named)
    return [
      { kind: "silent", why: `No configuration names ${plugin} among its plugins, so it is not asked.` },
    ];
  const about = JSON.stringify({ gitTag: tag, gitHead: commit });
  return [
    {
      kind: "runs",
      program: [process.execPath, "-e", verify, pluginPath, about],
      // The editor's own program is Node only when it is told.
      env: { ELECTRON_RUN_AS_NODE: "1" },
      stops: "Its plugin throws, and semantic-release ends before it writes a tag or publishes.",
    },
  ];
}

function pluginsIn(file: string, text: string): readonly unknown[] {
  const found =
    jsonTree(text) === undefined
      ? readYaml(text)?.value.plugins
      : jsonValue(text, [...pathTo(file), "plugins"]);
  return Array.isArray(found)
    ? found.map((one: unknown): unknown => (Array.isArray(one) ? one[0] : one))
    : [];
}

function pathTo(file: string): JsonPath {
  return file === "package.json" ? ["release"] : [];
}

function inConfiguration(file: string, text: string): string | undefined {
  const entry = JSON.stringify(plugin);
  if (jsonTree(text) !== undefined) {
    const path = pathTo(file);
    const config = jsonValue(text, path);
    if (!isRecord(config)) return undefined;
    if ("plugins" in config)
      return Array.isArray(config.plugins) ? prependEntry(text, [...path, "plugins"], entry) : undefined;
    if ("extends" in config) return undefined;
    return prependEntry(text, path, madeList);
  }
  const config = readYaml(text)?.value;
  if (config === undefined || file === "package.json") return undefined;
  if (config.plugins === undefined && config.extends !== undefined) return undefined;
  const edited =
    config.plugins === undefined
      ? prependInYaml(
          text,
          [],
          ["plugins:", ...[plugin, ...standard].map((one) => `  - ${JSON.stringify(one)}`)],
        )
      : prependInYaml(text, ["plugins"], [`- ${entry}`]);
  return edited.ok ? edited.text : undefined;
}

/** The blanks tell a list that we made: in one that was there, a blank follows our entry only where one comes before it. */
const madeList = `"plugins": [${[plugin, ...standard].map((one) => JSON.stringify(one)).join(", ")}]`;

function outOf(files: Files, file: string): Files {
  const found = files.get(keyOf(inTree(file)));
  if (found?.kind !== "text" || jsonTree(found.text) === undefined) return files;
  const path: JsonPath = [...pathTo(file), "plugins"];
  const index = pluginsIn(file, found.text).indexOf(plugin);
  if (index === -1) return files;
  const isMade = entryText(found.text, path) === madeList;
  const rest = removeEntry(found.text, isMade ? path : [...path, index]);
  return rest === undefined ? files : withText(files, inTree(file), rest);
}
