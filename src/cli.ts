import { parseArgs, type ParseArgsConfig } from "node:util";
import { draft, facts } from "./cli/branchCommands";
import { brief, status } from "./cli/briefCommands";
import { many, tell, WrongUse, type Command, type Flags } from "./cli/command";
import { check, halt, lift } from "./cli/gateCommands";
import { attach, tests } from "./cli/testCommands";

const usage = `Release Halt on the command line.

  release-halt facts  [--repo DIR] [--base REF] [--json]
  release-halt draft  --title TEXT [--repo DIR] [--release NAME] [--bug ID] [--base REF] [--out FILE] [--json]
  release-halt attach HALT FILE... [--repo DIR] [--json]
  release-halt tests  FILE... [--json]
  release-halt status HALT [--for halt|meeting|lift] [--repo DIR] [--json]
  release-halt brief  HALT [--format md|html|json] [--audience short|executive|product|engineering|full]
                      [--out FILE] [--repo DIR] [--json]
  release-halt halt   --title TEXT --reason TEXT [--repo DIR] [--json]
  release-halt lift   HALT --reason TEXT [--repo DIR] [--json]
  release-halt check  [--repo DIR] [--json]

HALT is the path of a *.halt.json file, or the id of a halt of the repository.
Exit code 0: done, or the release may go on. 1: it may not go on, it is not ready, or not everything could be read.
2: wrong use, a halt that cannot be read, or nobody can tell whether a halt is active.
`;

const commands: Readonly<Record<string, Command>> = {
  facts: { options: ["repo", "base"], takes: [0, 0], run: facts },
  draft: { options: ["title", "repo", "release", "bug", "base", "out"], takes: [0, 0], run: draft },
  attach: { options: ["repo"], takes: [2, many], run: attach },
  tests: { options: [], takes: [1, many], run: tests },
  status: { options: ["for", "repo"], takes: [1, 1], run: status },
  brief: { options: ["format", "audience", "out", "repo"], takes: [1, 1], run: brief },
  halt: { options: ["title", "reason", "repo"], takes: [0, 0], run: halt },
  lift: { options: ["reason", "repo"], takes: [1, 1], run: lift },
  check: { options: ["repo"], takes: [0, 0], run: check },
};

async function main([name, ...rest]: readonly string[]): Promise<number> {
  const asks = name === undefined || ["help", "--help", "-h"].includes(name) || rest.includes("--help");
  if (asks) {
    process.stdout.write(usage);
    return name === undefined ? 2 : 0;
  }
  const command = Object.hasOwn(commands, name) ? commands[name] : undefined;
  if (command === undefined)
    throw new WrongUse(`There is no command "${name}". "release-halt help" lists them.`);
  const { values, positionals } = parsed(command, rest);
  const [least, most] = command.takes;
  if (positionals.length < least || positionals.length > most) {
    throw new WrongUse(`"${name}" takes ${most === many ? `${least} or more` : least} arguments.`);
  }
  return command.run(values, positionals);
}

function parsed(command: Command, args: readonly string[]): { values: Flags; positionals: string[] } {
  const options: NonNullable<ParseArgsConfig["options"]> = { json: { type: "boolean" } };
  for (const option of command.options) options[option] = { type: "string" };
  try {
    const { values, positionals } = parseArgs({ args: [...args], options, allowPositionals: true });
    return { values: Object.fromEntries(Object.entries(values).filter(isFlag)), positionals };
  } catch (error) {
    throw new WrongUse(error instanceof Error ? (error.message.split(". ")[0] ?? "") : String(error));
  }
}

function isFlag(entry: [string, unknown]): entry is [string, string | boolean] {
  return typeof entry[1] === "string" || typeof entry[1] === "boolean";
}

// A reader that leaves early, as `head` does, is no failure.
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code !== "EPIPE") throw error;
});

main(process.argv.slice(2)).then(
  (code) => {
    process.exitCode = code;
  },
  (error: unknown) => {
    tell(error instanceof Error ? error.message : String(error));
    process.exitCode = 2;
  },
);
