import { isRecord } from "../../halt/isRecord";
import { ownFile, withoutBlocksIn } from "./blockFile";
import { inShHook } from "./gitHook";
import { hookLines } from "./hookLines";
import {
  filesBelow,
  inTree,
  treeText,
  withText,
  type InstallKind,
  type RepositoryFacts,
} from "./installKind";
import { jsonValue, prependEntry, removeEntry, surroundString, withoutAround } from "./jsonInsert";
import { pushCannotStop, pushStops } from "./pushSentences";

/** husky 4 says a hook's standard input in a variable (https://github.com/typicode/husky/tree/v4.3.8#git-params). */
const version4 = `printf '%s\\n' "$HUSKY_GIT_STDIN" | sh .release-halt/gate.sh pre-push $HUSKY_GIT_PARAMS`;
const version4Path = ["husky", "hooks", "pre-push"];

/** Hooks of husky: `.husky/pre-push` since version 5, `package.json` before. */
export const huskyHook: InstallKind = {
  id: "husky",
  title: "husky hook pre-push",
  detect: (facts) => huskyFolder(facts) !== undefined,
  install: (facts) => {
    const folder = huskyFolder(facts);
    if (folder === undefined)
      return { files: facts.files, byHand: ["husky is not used here: there is no .husky folder."] };
    if (folder === "package.json") return inPackage(facts);
    const path = `${folder}/pre-push`;
    const text = treeText(facts, path);
    if (text === undefined)
      return {
        files: withText(facts.files, inTree(path), ownFile(hookLines("pre-push"), "#!/bin/sh"), true),
        byHand: [],
      };
    if (text.includes("\r"))
      return {
        files: facts.files,
        byHand: [`${path} has line ends that sh does not take. Write it with LF, then install again.`],
      };
    return { files: withText(facts.files, inTree(path), inShHook(text, hookLines("pre-push"))), byHand: [] };
  },
  uninstall: (facts, overwrite) => {
    const places = [...facts.files.keys()]
      .filter((key) => /^tree:(?:.*\/)?\.husky\/pre-push$/.test(key))
      .map((key) => inTree(key.slice("tree:".length)));
    const without = withoutBlocksIn(facts.files, places, overwrite);
    const text = treeText(facts, "package.json");
    const rest = text === undefined ? undefined : outOfPackage(text);
    return rest === undefined
      ? without
      : { ...without, files: withText(without.files, inTree("package.json"), rest) };
  },
  stops: pushStops,
  cannotStop: [
    "HUSKY=0 in the environment, which skips each hook of husky.",
    "A clone where `npm install` has not set husky up yet.",
    ...pushCannotStop,
  ],
};

/** The folder of husky's hooks, or the file that holds them; undefined where husky is not used. */
export function huskyFolder(facts: RepositoryFacts): string | undefined {
  const { hooks } = facts;
  const named =
    hooks.ok && hooks.place.root === "tree" ? /^(.*\.husky)(?:\/_)?$/.exec(hooks.place.path)?.[1] : undefined;
  if (named !== undefined) return named;
  if (filesBelow(facts, ".husky").length > 0) return ".husky";
  const text = treeText(facts, "package.json");
  return text !== undefined && isRecord(jsonValue(text, ["husky", "hooks"])) ? "package.json" : undefined;
}

function inPackage(facts: RepositoryFacts): ReturnType<InstallKind["install"]> {
  const text = treeText(facts, "package.json") ?? "";
  const edited =
    jsonValue(text, version4Path) === undefined
      ? prependEntry(text, version4Path.slice(0, -1), `"pre-push": ${JSON.stringify(version4)}`)
      : surroundString(text, version4Path, { before: `${version4} && `, after: "" });
  return edited === undefined
    ? { files: facts.files, byHand: [`Add to "husky.hooks.pre-push" in package.json by hand: ${version4}`] }
    : { files: withText(facts.files, inTree("package.json"), edited), byHand: [] };
}

function outOfPackage(text: string): string | undefined {
  return jsonValue(text, version4Path) === version4
    ? removeEntry(text, version4Path)
    : withoutAround(text, version4Path, { before: `${version4} && `, after: "" });
}
