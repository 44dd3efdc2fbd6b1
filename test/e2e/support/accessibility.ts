import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import type { EditorWindow } from "./editor";

/** The global that axe-core makes in the page. */
declare const axe: {
  run(context: object): Promise<{ violations: { id: string; nodes: { html: string }[] }[] }>;
};

const axeSource = readFileSync(
  createRequire(join(process.cwd(), "package.json")).resolve("axe-core/axe.min.js"),
  "utf8",
);

/** What axe-core finds wrong on the page, in a line each. */
export async function violations(window: EditorWindow): Promise<string[]> {
  const body = window.halt.locator("body");
  await body.evaluate((_, source) => {
    if (!("axe" in globalThis)) (0, eval)(source);
  }, axeSource);
  return body.evaluate(async () => {
    const { violations: found } = await axe.run({ include: ["main"] });
    return found.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 120)).join(" ")}`);
  });
}
