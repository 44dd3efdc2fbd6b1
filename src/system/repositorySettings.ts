import { join } from "node:path";
import { LineCounter, parseDocument } from "yaml";
import * as z from "zod";
import { settingsSchema, type Settings } from "../halt/settings";
import { readTextFile } from "./readFiles";

/**
 * The settings that a repository keeps in `.release-halt/settings.yaml`. A file that is wrong gives its problems as
 * sentences and no setting at all, so that nothing is judged by half a policy. A name that is no setting, as after a slip
 * of the pen, is a problem too, and the others are used.
 */
export async function readRepositorySettings(
  top: string,
): Promise<{ settings: Settings; problems: string[] }> {
  const read = await readTextFile(join(top, ".release-halt", "settings.yaml"), 1024 * 1024);
  if (!read.ok) return { settings: {}, problems: read.reason === "gone" ? [] : [read.message] };
  const lines = new LineCounter();
  const document = parseDocument(read.text, { lineCounter: lines });
  const where = ".release-halt/settings.yaml";
  if (document.errors.length > 0) {
    const problems = document.errors.map(
      (error) => `${where}, line ${lines.linePos(error.pos[0]).line}: ${error.message.split("\n")[0] ?? ""}`,
    );
    return { settings: {}, problems };
  }
  let value: unknown;
  try {
    // An alias may unfold to more than memory holds; 100 is the library's own limit.
    value = document.toJS({ maxAliasCount: 100 }) ?? {};
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    return { settings: {}, problems: [`${where}: ${why}. No setting is used.`] };
  }
  const parsed = settingsSchema.safeParse(value);
  if (parsed.success) return { settings: parsed.data, problems: unknownNames(parsed.data, where) };
  return {
    settings: {},
    problems: [`${where}: ${z.prettifyError(parsed.error).replaceAll("\n", " ")}. No setting is used.`],
  };
}

function unknownNames(settings: Settings, where: string): string[] {
  const { shape } = settingsSchema;
  const ofLedger = Object.keys(shape.ledger.unwrap().shape);
  return [
    ...unknownIn(settings, Object.keys(shape), where),
    ...unknownIn(settings.ledger ?? {}, ofLedger, `${where}, ledger`),
  ];
}

function unknownIn(given: object, known: readonly string[], where: string): string[] {
  return Object.keys(given)
    .filter((name) => !known.includes(name))
    .map((name) => `${where}: "${name}" is no setting that is known; known are ${known.join(", ")}.`);
}
