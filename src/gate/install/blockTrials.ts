import { isCollection, isMap, isScalar, isSeq } from "yaml";
import { treeText, type RepositoryFacts } from "./installKind";
import { blockRanges, blocksState } from "./markedBlock";
import { editedBlock, type Trial } from "./trial";
import { readYaml, type ReadYaml, type YamlPath } from "./yamlBlock";

/** Lines in a block of ours that ask the gate. */
export interface AskingLines {
  readonly path: YamlPath;
  readonly lines: string;
}

/**
 * Tries each place of a YAML file where a block of ours asks the gate. Nothing where no block is.
 * @param depth how much of the path leads to what must stand in the block as a whole: a job, a step, an entry
 */
export function blockTrials(
  facts: RepositoryFacts,
  file: string,
  depth: number,
  trial: (asking: AskingLines, value: ReadYaml["value"]) => Trial,
): readonly Trial[] {
  const text = treeText(facts, file);
  const state = text === undefined ? "none" : blocksState(text);
  if (text === undefined || state === "none") return [];
  if (state === "edited") return [editedBlock(file)];
  const read = readYaml(text);
  if (read === undefined)
    return [
      { kind: "silent", why: `${file} is not a single YAML mapping without mistakes, so nothing runs.` },
    ];
  const blocks = blockRanges(text);
  const inBlock = (range: unknown): boolean =>
    Array.isArray(range) && blocks.some(({ start, end }) => start <= range[0] && range[1] <= end);
  const asking = askingIn(read.document.contents, [], inBlock);
  if (asking.length === 0)
    return [{ kind: "silent", why: `Its block in ${file} does not stand where anything of it is run.` }];
  return asking.map((one) => {
    const whole: unknown = read.document.getIn(one.path.slice(0, depth), true);
    // A line after the block may still belong to what the block began.
    return (isCollection(whole) || isScalar(whole)) && inBlock(whole.range)
      ? trial(one, read.value)
      : editedBlock(file);
  });
}

/** What a block says where the file does not run it. */
export function misplaced(file: string): Trial {
  return { kind: "silent", why: `Its block does not stand where ${file} runs it.` };
}

function askingIn(
  node: unknown,
  path: YamlPath,
  inBlock: (range: unknown) => boolean,
): readonly AskingLines[] {
  if (isMap(node))
    return node.items.flatMap(({ key, value }) =>
      isScalar(key) ? askingIn(value, [...path, String(key.value)], inBlock) : [],
    );
  if (isSeq(node)) return node.items.flatMap((item, index) => askingIn(item, [...path, index], inBlock));
  return isScalar(node) &&
    typeof node.value === "string" &&
    node.value.includes(".release-halt/gate.sh guard") &&
    inBlock(node.range)
    ? [{ path, lines: node.value }]
    : [];
}
