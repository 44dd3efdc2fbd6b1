import { withBlock, withoutBlocksIn } from "./blockFile";
import { ciCannotStop } from "./ciScript";
import { inTree, treeText, withText, type InstallKind } from "./installKind";
import { blockRanges, blocksState, withoutBlocks } from "./markedBlock";
import { editedBlock, shellTrial, type Trial, type TriedRelease } from "./trial";

const path = "Jenkinsfile";

/** In ''' Groovy puts no values into the text. A build whose ref nobody names is asked about as one of any name. */
const ask = [
  "sh '''",
  "    set --",
  '    if [ -n "${TAG_NAME:-}" ]; then set -- --ref "refs/tags/$TAG_NAME"',
  '    elif [ -n "${BRANCH_NAME:-}" ]; then set -- --ref "refs/heads/$BRANCH_NAME"',
  "    else",
  '        case "${GIT_BRANCH:-}" in',
  '            refs/*) set -- --ref "$GIT_BRANCH" ;;',
  '            origin/*) set -- --ref "refs/heads/${GIT_BRANCH#origin/}" ;;',
  "        esac",
  "    fi",
  '    sh .release-halt/gate.sh guard "$@" --commit HEAD --fetch-history',
  "'''",
];

/** A declarative pipeline: https://www.jenkins.io/doc/book/pipeline/syntax/#declarative-pipeline */
export const jenkinsfile: InstallKind = {
  id: "jenkins",
  title: "Jenkinsfile",
  detect: (facts) => treeText(facts, path) !== undefined,
  install: (facts) => {
    const text = treeText(facts, path);
    if (text === undefined)
      return {
        files: facts.files,
        byHand: [`There is no ${path}. Add this step before all others by hand:`, ...ask],
      };
    const place = firstStage(text);
    if (typeof place === "string") {
      return {
        files: facts.files,
        byHand: [
          `${path} was left as it is: ${place}. Add this step before all others by hand, in a node with the checkout:`,
          ...ask,
        ],
      };
    }
    const edited = withBlock(text, place.offset, stage(place), { indent: place.indent, comment: "//" });
    if (withoutBlocks(edited).text !== text)
      return {
        files: facts.files,
        byHand: [
          `${path} was left as it is: it could not be edited safely. Add this step before all others by hand:`,
          ...ask,
        ],
      };
    return {
      files: withText(facts.files, inTree(path), edited),
      byHand: [
        "Where the repository needs credentials, wrap the step: withCredentials([gitUsernamePassword(credentialsId: '...')]) { ... }. Without them the gate cannot fetch, cannot tell, and stops the build.",
      ],
    };
  },
  uninstall: (facts, overwrite) => withoutBlocksIn(facts.files, [inTree(path)], overwrite),
  trial: (facts, release) => {
    const text = treeText(facts, path);
    const state = text === undefined ? "none" : blocksState(text);
    if (text === undefined || state === "none") return [];
    return [state === "edited" ? editedBlock(path) : stageTrial(text, release)];
  },
  stops: [
    "Each later stage of the build of a halted branch or tag: a failed stage ends a declarative pipeline.",
  ],
  cannotStop: [
    '"Restart from Stage", which starts after the gate\'s stage.',
    "What stands in `post`, and stages beside this one in a job of another name.",
    "Agents without `sh` (Windows without Git for Windows): the stage fails there, and stops each build.",
    "The push itself: the branch or tag is there before the build starts.",
    ...ciCannotStop,
  ],
};

function stageTrial(text: string, { tag, commit }: TriedRelease): Trial {
  const place = firstStage(text);
  if (typeof place === "string")
    return { kind: "notTried", why: `Where its stage stands in ${path} is not known: ${place}.` };
  const [block] = blockRanges(text);
  const lines =
    block &&
    /^[ \t]*sh '''\n([^\\]*?)'''/m.exec(text.slice(block.start, block.end).replaceAll("\r\n", "\n"))?.[1];
  if (block === undefined || lines === undefined)
    return { kind: "notTried", why: `The lines that its block in ${path} runs could not be read.` };
  // Blanks are comments: the stage must be none itself, and what is before it must be nothing else.
  const code = withoutTexts(text) ?? "";
  const before = code.slice(place.offset, block.start);
  if (
    block.start < place.offset ||
    before.trim() !== "" ||
    !/\bstage\s*\(/.test(code.slice(block.start, block.end))
  )
    return { kind: "silent", why: `Its stage is not the first one that ${path} runs.` };
  const env = { TAG_NAME: tag, BRANCH_NAME: tag, GIT_BRANCH: tag, GIT_COMMIT: commit };
  return shellTrial(
    lines,
    env,
    "Its stage fails, and a declarative pipeline ends there, but for what stands in `post`.",
  );
}

interface StagePlace {
  readonly offset: number;
  readonly indent: string;
  readonly unit: string;
  readonly agent: boolean;
  readonly checkout: boolean;
}

function stage({ unit, agent, checkout }: StagePlace): readonly string[] {
  const within = (lines: readonly string[], levels: number): readonly string[] =>
    lines.map((line) => unit.repeat(levels) + line);
  return [
    "stage('Release gate') {",
    ...(agent ? within(["agent any"], 1) : []),
    ...within(["steps {"], 1),
    ...(checkout ? within(["checkout scm"], 2) : []),
    ...within(ask, 2),
    ...within(["}"], 1),
    "}",
  ];
}

/** Where the first stage starts; a sentence's end where the file is not understood. */
function firstStage(text: string): StagePlace | string {
  const code = withoutTexts(text);
  if (code === undefined) return "its texts and brackets could not be followed";
  const pipeline = /^[ \t]*pipeline\s*\{/m.exec(code);
  if (pipeline === null) return "it is a scripted pipeline";
  const body = pipeline.index + pipeline[0].length;
  let depth = 0;
  let found: number | undefined;
  for (let at = body; at < code.length && depth >= 0; at += 1) {
    if (code[at] === "{") {
      if (depth === 0 && /\bstages\s*$/.test(code.slice(body, at))) found ??= at + 1;
      depth += 1;
    } else if (code[at] === "}") depth -= 1;
  }
  if (depth !== -1) return "its brackets do not match";
  if (found === undefined) return "its stages are not written out in it";
  const line = /^[ \t]*\r?\n/.exec(code.slice(found));
  if (line === null) return 'its first stage starts on the line of "stages"';
  const offset = found + line[0].length;
  const own = /[ \t]*$/.exec(text.slice(0, text.lastIndexOf("stages", found)))?.[0] ?? "";
  const indent = /^(?:[ \t]*\r?\n)*([ \t]*)/.exec(text.slice(offset))?.[1] ?? "";
  const unit = indent.startsWith(own) && indent.length > own.length ? indent.slice(own.length) : "    ";
  const top = code.slice(body, found);
  return {
    offset,
    indent,
    unit,
    agent: /\bagent\s+none\b/.test(top),
    checkout: /\bskipDefaultCheckout\b/.test(top),
  };
}

/** The text with its comments and strings blanked, each character in its place; undefined where one has no end. */
function withoutTexts(text: string): string | undefined {
  const token =
    /\/\/[^\n]*|\/\*[\s\S]*?\*\/|'''(?:\\[\s\S]|(?!''')[^\\])*'''|"""(?:\\[\s\S]|(?!""")[^\\])*"""|'(?:\\.|[^'\\\n])*'|"(?:\\.|[^"\\\n])*"/g;
  const blank = text.replaceAll(token, (found) => found.replaceAll(/[^\n\r]/g, " "));
  return /['"]|\/\*/.test(blank) ? undefined : blank;
}
