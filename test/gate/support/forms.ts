import { commandLine } from "../../support/commandLine";
import { script } from "./hookShop";

/** How each form of the gate is started, by its name; the one in Node is built once for the tests of a file. */
export function gateForms(): readonly (readonly [string, () => readonly string[]])[] {
  const cli = commandLine();
  return [
    ["sh", () => ["sh", script]],
    ["Node", () => [process.execPath, cli()]],
  ];
}
