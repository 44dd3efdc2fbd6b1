import { script } from "./hookShop";

/**
 * How each form of the gate is started, by its name.
 * @param cli where the command line is built
 */
export function gateForms(cli: () => string): readonly (readonly [string, () => readonly string[]])[] {
  return [
    ["sh", () => ["/bin/sh", script]],
    ["Node", () => [process.execPath, cli()]],
  ];
}
