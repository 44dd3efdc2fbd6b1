import { parseArgs } from "node:util";
import { runExtensionTests } from "./extensionTests";

/**
 * Stands in for desktop VS Code where none can be had: takes its flags, runs the extension tests in the VS Code server
 * with Chromium as its window, and exits with their code.
 */
async function main(): Promise<number> {
  const { values, positionals } = parseArgs({
    args: process.argv.slice(2),
    strict: false,
    allowPositionals: true,
  });
  const given = (name: string): string | undefined => {
    const value = values[name];
    return typeof value === "string" ? value : undefined;
  };
  const development = given("extensionDevelopmentPath");
  const tests = given("extensionTestsPath");
  if (development === undefined || tests === undefined) {
    throw new Error("--extensionDevelopmentPath and --extensionTestsPath are needed.");
  }
  return runExtensionTests({
    development: [development],
    tests,
    folder: positionals.at(-1),
    print: (line) => console.log(line),
  });
}

main().then(
  (code) => process.exit(code),
  (error: unknown) => {
    console.error(error instanceof Error ? error.message : error);
    process.exit(1);
  },
);
