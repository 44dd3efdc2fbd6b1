import { parseArgs, type ParseArgsConfig } from "node:util";
import { version } from "../package.json";
import { many, tellFailure, WrongUse, type Command, type Flags } from "./cli/command";
import { usage } from "./cli/usage";

// Each command loads what it needs: whoever pushes waits for the answer of "check" or "guard".
const acceptCommand = async () => import("./cli/acceptCommand");
const attachRun = async () => import("./cli/attachRun");
const bisectCommand = async () => import("./cli/bisectCommand");
const branchCommands = async () => import("./cli/branchCommands");
const briefCommands = async () => import("./cli/briefCommands");
const checkCommand = async () => import("./cli/checkCommand");
const environmentCommand = async () => import("./cli/environmentCommand");
const guardCommand = async () => import("./cli/guardCommand");
const haltCommand = async () => import("./cli/haltCommand");
const metCommand = async () => import("./cli/metCommand");
const ledgerCommands = async () => import("./cli/ledgerCommands");
const installCommands = async () => import("./cli/installCommands");
const scriptCommand = async () => import("./cli/scriptCommand");
const verifyCommand = async () => import("./cli/verifyCommand");
const testCommands = async () => import("./cli/testCommands");

const installOptions = [
  "repo",
  "gate",
  "release-refs",
  "production",
  "remote",
  "ledger-branch",
  "max-age",
  "expected",
];

const gateQuestion = {
  options: ["ref", "tag", "commit", "component", "environment", "max-age", "repo"],
  switches: ["offline", "fetch-history"],
  takes: [0, 0],
} as const;

const commands: Readonly<Record<string, Command>> = {
  facts: {
    options: ["repo", "base"],
    takes: [0, 0],
    run: async (flags) => (await branchCommands()).facts(flags),
  },
  draft: {
    options: ["title", "repo", "release", "bug", "base", "out"],
    takes: [0, 0],
    run: async (flags) => (await branchCommands()).draft(flags),
  },
  attach: {
    options: ["repo", "run", "timeout"],
    switches: ["base"],
    takes: [1, many],
    run: async (flags, args) => {
      if (flags.run !== undefined) return (await attachRun()).attachRun(flags, args);
      if (flags.timeout !== undefined) throw new WrongUse("--timeout is for --run.");
      if (args.length < 2) throw new WrongUse('"attach" takes a halt and result files, or --run "COMMAND".');
      const { attach, attachBase } = await testCommands();
      return flags.base === true ? attachBase(flags, args) : attach(flags, args);
    },
  },
  tests: { options: [], takes: [1, many], run: async (...args) => (await testCommands()).tests(...args) },
  verify: {
    options: [
      ...[
        "command",
        "setup",
        "must-appear",
        "must-not-appear",
        "runs",
        "at",
        "budget",
        "timeout",
        "parallel",
      ],
      "repo",
    ],
    switches: ["dry-run"],
    takes: [1, many],
    run: async (...args) => (await verifyCommand()).verify(...args),
  },
  bisect: {
    options: [...["command", "setup", "must-appear", "must-not-appear", "runs", "budget", "timeout"], "repo"],
    switches: ["first-parent", "intermittent", "dry-run"],
    takes: [1, 1],
    run: async (...args) => (await bisectCommand()).bisect(...args),
  },
  environment: {
    options: ["variable", "repo"],
    switches: ["dry-run"],
    takes: [1, 1],
    run: async (...args) => (await environmentCommand()).environment(...args),
  },
  script: {
    options: ["out", "repo"],
    takes: [1, 1],
    run: async (...args) => (await scriptCommand()).script(...args),
  },
  status: {
    options: ["for", "repo"],
    takes: [1, 1],
    run: async (...args) => (await briefCommands()).status(...args),
  },
  brief: {
    options: ["format", "audience", "out", "repo"],
    takes: [1, 1],
    run: async (...args) => (await briefCommands()).brief(...args),
  },
  halt: {
    options: ["title", "reason", "base", "ref", "tag", "component", "environment", "cause", "fix", "repo"],
    switches: ["share"],
    takes: [0, 0],
    run: async (flags) => (await haltCommand()).halt(flags),
  },
  check: {
    ...gateQuestion,
    run: async (flags) => (await checkCommand()).check(flags),
  },
  guard: {
    ...gateQuestion,
    run: async (flags) => (await guardCommand()).guard(flags),
  },
  share: {
    options: ["repo"],
    takes: [1, 1],
    run: async (...args) => (await ledgerCommands()).share(...args),
  },
  approve: {
    options: ["commit", "reason", "repo"],
    takes: [1, 1],
    run: async (...args) => (await ledgerCommands()).approve(...args),
  },
  met: {
    options: ["commit", "runs", "result", "results", "repo"],
    takes: [1, 2],
    run: async (...args) => (await metCommand()).met(...args),
  },
  lift: {
    options: ["reason", "repo"],
    switches: ["override"],
    takes: [1, 1],
    run: async (...args) => (await ledgerCommands()).lift(...args),
  },
  overrule: {
    options: ["reason", "risk-owner", "abort-threshold", "watched-by", "repo"],
    takes: [1, 1],
    run: async (...args) => (await ledgerCommands()).overrule(...args),
  },
  withdraw: {
    options: ["reason", "repo"],
    takes: [1, 1],
    run: async (...args) => (await ledgerCommands()).withdraw(...args),
  },
  list: {
    options: ["repo"],
    switches: ["offline"],
    takes: [0, 0],
    run: async (flags) => (await ledgerCommands()).list(flags),
  },
  log: {
    options: ["repo"],
    switches: ["offline", "verify"],
    takes: [0, 0],
    run: async (flags) => (await ledgerCommands()).log(flags),
  },
  sync: {
    options: ["reason", "repo"],
    switches: ["accept-rewrite"],
    takes: [0, 0],
    run: async (flags) =>
      flags["accept-rewrite"] === true
        ? (await acceptCommand()).acceptLedger(flags)
        : (await ledgerCommands()).sync(flags),
  },
  install: {
    options: installOptions,
    switches: ["dry-run", "overwrite"],
    takes: [0, many],
    run: async (...args) => (await installCommands()).install(...args),
  },
  "test-gate": {
    options: ["repo"],
    takes: [0, 0],
    run: async (flags) => (await installCommands()).testGate(flags),
  },
  uninstall: {
    options: ["repo"],
    switches: ["dry-run", "overwrite"],
    takes: [0, many],
    run: async (...args) => (await installCommands()).uninstall(...args),
  },
};

async function main([name, ...rest]: readonly string[]): Promise<number> {
  const command = name !== undefined && Object.hasOwn(commands, name) ? commands[name] : undefined;
  if (name === undefined || ["help", "--help", "-h"].includes(name) || asksForHelp(command, rest)) {
    const { installKinds } = await import("./gate/install/kinds");
    process.stdout.write(usage(installKinds.map(({ id }) => id).join(", ")));
    return name === undefined ? 2 : 0;
  }
  if (name === "--version") {
    process.stdout.write(`${version}\n`);
    return 0;
  }
  if (command === undefined)
    throw new WrongUse(`There is no command "${name}". "release-halt help" lists them.`);
  const { values, positionals } = parsed(command, rest);
  const [least, most] = command.takes;
  if (positionals.length < least || positionals.length > most) {
    throw new WrongUse(`"${name}" takes ${argumentWords(command.takes)}.`);
  }
  return command.run(values, positionals);
}

/** What stands where an option's value should be asks for nothing: a ref of that name must not pass for an answer. */
function asksForHelp(command: Command | undefined, args: readonly string[]): boolean {
  return args.some(
    (arg, at) => arg === "--help" && !(command !== undefined && takesValue(command, args[at - 1])),
  );
}

function takesValue(command: Command, arg = ""): boolean {
  return arg.startsWith("--") && command.options.includes(arg.slice(2));
}

function argumentWords([least, most]: Command["takes"]): string {
  if (least === most) return least === 1 ? "1 argument" : `${least} arguments`;
  return most === many ? `${least} or more arguments` : `${least} to ${most} arguments`;
}

function parsed(command: Command, args: readonly string[]): { values: Flags; positionals: string[] } {
  const options: NonNullable<ParseArgsConfig["options"]> = { json: { type: "boolean" } };
  for (const option of command.options) options[option] = { type: "string" };
  for (const option of command.switches ?? []) options[option] = { type: "boolean" };
  try {
    const { values, positionals } = parseArgs({
      args: withNumbers(command, args),
      options,
      allowPositionals: true,
    });
    return { values: Object.fromEntries(Object.entries(values).filter(isFlag)), positionals };
  } catch (error) {
    throw new WrongUse(error instanceof Error ? (error.message.split(". ")[0] ?? "") : String(error));
  }
}

/** A number below zero is the value of the option before it: no option is called by a number. */
function withNumbers(command: Command, args: readonly string[]): string[] {
  const joined: string[] = [];
  for (const arg of args) {
    const last = joined.at(-1);
    if (takesValue(command, last) && /^-\d/.test(arg)) joined[joined.length - 1] = `${last ?? ""}=${arg}`;
    else joined.push(arg);
  }
  return joined;
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
    tellFailure(error instanceof Error ? error.message : String(error), process.argv.slice(2));
    process.exitCode = 2;
  },
);
