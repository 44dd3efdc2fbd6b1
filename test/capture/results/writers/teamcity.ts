import { countOf, testsOf, treesOf, type WrittenSuite, type WrittenTest, type Writer } from "./resultTree";
import { anyText, filled, identifiers, orLong } from "./texts";

/**
 * TeamCity's service messages (https://www.jetbrains.com/help/teamcity/service-messages.html). A test that breaks fails; a
 * message stands on one line.
 */
export const teamcity: Writer = {
  title: "TeamCity's service messages",
  format: "teamcity",
  trees: treesOf({
    levels: [0, 3],
    suites: [filled(anyText)],
    test: testsOf({
      names: filled(anyText),
      outcomes: ["passed", "failed", "skipped"],
      messages: anyText,
      details: orLong(anyText),
      types: identifiers,
    }),
  }),
  write: (root) => `${message("testCount", { count: String(countOf(root)) })}\n${linesOf(root).join("\n")}\n`,
  reads: ({ name, message: said, detail, type }, path) => ({
    suite: path.join(" › "),
    ...{ name, message: said, detail, type },
  }),
};

function linesOf({ tests, suites }: WrittenSuite): readonly string[] {
  return [
    ...tests.flatMap(testLines),
    ...suites.flatMap((inner) => [
      message("testSuiteStarted", { name: inner.name }),
      ...linesOf(inner),
      message("testSuiteFinished", { name: inner.name }),
    ]),
  ];
}

function testLines({ name, outcome, message: said, detail, type }: WrittenTest): readonly string[] {
  return [
    message("testStarted", { name }),
    "boils",
    ...(outcome === "skipped" ? [message("testIgnored", { name, message: said })] : []),
    ...(outcome === "failed" ? [message("testFailed", { name, message: said, details: detail, type })] : []),
    message("testFinished", { name, duration: "12" }),
  ];
}

function message(kind: string, attributes: Readonly<Record<string, string>>): string {
  const written = Object.entries({ ...attributes, flowId: "9141" }).map(
    ([key, value]) => ` ${key}='${escaped(value)}'`,
  );
  return `##teamcity[${kind}${written.join("")}]`;
}

const escapes: Readonly<Record<string, string>> = {
  ...{ "\n": "|n", "\r": "|r", "\u0085": "|x", "\u2028": "|l", "\u2029": "|p" },
  ...{ "|": "||", "'": "|'", "[": "|[", "]": "|]" },
};

function escaped(value: string): string {
  return value
    .replaceAll(/[\n\r\u0085\u2028\u2029|'[\]]/g, (sign) => escapes[sign] ?? sign)
    .replaceAll(/[\u0100-\uFFFF]/g, (unit) => `|0x${unit.charCodeAt(0).toString(16).padStart(4, "0")}`);
}
