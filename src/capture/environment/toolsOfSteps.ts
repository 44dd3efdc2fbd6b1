import type { Halt } from "../../halt/schema/halt";
import { toolTable } from "./toolTable";

/** A tool that a step runs, and in which folder of the repository. */
export interface UsedTool {
  readonly name: string;
  readonly folder: string;
}

const maximum = 12;

/** The tools of the table that set-up and steps run, in the order in which they are needed, each with what it runs on. */
export function toolsOfSteps({ reproduction: { setup = "", steps } }: Halt): readonly UsedTool[] {
  const used = new Map<string, UsedTool>();
  for (const { command = "", folder = "." } of [{ command: setup }, ...steps]) {
    for (const name of toolsOf(command)) {
      for (const tool of [name, ...(toolTable[name]?.on ?? [])])
        if (!used.has(tool)) used.set(tool, { name: tool, folder });
    }
  }
  return [...used.values()].slice(0, maximum);
}

/** Programs that come with another one, and have its version. */
const partOf = new Map([
  ["npx", "npm"],
  ["bunx", "bun"],
  ["uvx", "uv"],
]);

/** What comes before the program in a command, and runs it. */
const runsAnother = [
  "time",
  "env",
  "exec",
  "command",
  "nohup",
  "nice",
  "sudo",
  "!",
  "then",
  "else",
  "do",
  "if",
  "while",
];

/** The first word of each simple command that is in the table: `FOO=1 npm ci && npx vitest | tee log` is npm and npx. */
function toolsOf(command: string): readonly string[] {
  return simpleCommands(command).flatMap((words) => {
    const first = words.find((word) => !/^\w+=/.test(word) && !runsAnother.includes(word)) ?? "";
    // A path, as `./gradlew`, is a program of the repository, or one that was chosen by its place.
    const plain = first.replace(/\.(exe|cmd|bat)$/i, "");
    const name = partOf.get(plain) ?? plain;
    return Object.hasOwn(toolTable, name) ? [name] : [];
  });
}

/** The words of each command between operators, as far as quotes tell; what a word stands for is not looked at. */
function simpleCommands(command: string): readonly string[][] {
  const commands: string[][] = [[]];
  const token =
    /(?<word>(?:\\[^]|'[^']*'|"(?:\\[^]|[^"\\])*"|[^\s'"\\;&|()<>])+)|(?<operator>&&|\|\||[;&|()\n])|(?<other>[^])/g;
  for (const { groups } of command.slice(0, 4000).matchAll(token)) {
    const { word, operator } = groups ?? {};
    if (word !== undefined) commands.at(-1)?.push(word.replaceAll(/^["']|["']$/g, ""));
    else if (operator !== undefined) commands.push([]);
  }
  return commands;
}
