import { deflateSync } from "node:zlib";
import { listed, testsOf, treesOf, type WrittenTest, type Writer } from "./resultTree";
import { filled, orLong } from "./texts";
import { declaration, element, text, xmlText } from "./xmlText";

const exits = { failed: "Failed", errored: "SEGFAULT" } as const;

/**
 * CTest's own `Test.xml`, which has a schema in CDash (https://github.com/Kitware/CDash/blob/master/app/Validators/Schemas/Test.xsd).
 * What a test printed is packed or not, as `--no-compress-output` says.
 */
export const ctest: Writer = {
  title: "CTest",
  format: "ctest",
  trees: treesOf({
    levels: [0, 0],
    test: testsOf({
      names: filled(xmlText),
      outcomes: ["passed", "failed", "errored", "skipped"],
      details: orLong(xmlText),
    }),
  }),
  write: (root) => {
    const tests = listed(root).map(({ test }) => test);
    return (
      declaration +
      element(
        "Site",
        { BuildName: "kettle", Generator: "ctest-3.25.1" },
        element(
          "Testing",
          {},
          element("StartTestTime", {}, "1795599051"),
          element("TestList", {}, ...tests.map(({ name }) => element("Test", {}, text(`./${name}`)))),
          ...tests.map(testOf),
        ),
      )
    );
  },
  reads: ({ name, outcome, detail }) => ({
    suite: "",
    name: name.trim(),
    ...(outcome !== "passed" && outcome !== "skipped" && { type: exits[outcome] }),
    message: `${outcome === "errored" ? exits.errored : exits.failed}, exit value 7`,
    detail: detail.trim(),
  }),
};

function testOf({ name, outcome, detail, line }: WrittenTest): string {
  const status = { passed: "passed", failed: "failed", errored: "failed", skipped: "notrun" }[outcome];
  const measured = (type: string, key: string, value: string): string =>
    element("NamedMeasurement", { type, name: key }, element("Value", {}, text(value)));
  const exit =
    outcome === "failed" || outcome === "errored"
      ? measured("text/string", "Exit Code", exits[outcome]) + measured("text/string", "Exit Value", "7")
      : "";
  const completion = outcome === "skipped" ? "Disabled" : "Completed";
  return element(
    "Test",
    { Status: status },
    element("Name", {}, text(name)),
    element("FullName", {}, text(`./${name}`)),
    element(
      "Results",
      {},
      exit,
      measured("numeric/double", "Execution Time", "0.00868459"),
      measured("text/string", "Completion Status", completion),
      element("Measurement", {}, outputOf(detail, line)),
    ),
  );
}

function outputOf(output: string, pick: number): string {
  if (pick % 2 === 0) return element("Value", {}, text(output));
  const packed = deflateSync(output.trim()).toString("base64");
  return element("Value", { encoding: "base64", compression: "gzip" }, packed);
}
