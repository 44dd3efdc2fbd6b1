import * as z from "zod";
import type { Intent } from "../../halt/intent";
import type { Environment } from "../../halt/schema/halt";

/** What puts a captured environment in the place of the one that was there. */
export function environmentIntent(environment: Environment): Intent {
  return { kind: "set", path: ["reproduction", "environment"], value: z.json().parse(environment) };
}

/** What adds variables to a captured environment; one of the same name gives way. */
export function variableIntents(before: Environment, added: Environment["variables"]): Intent[] {
  const path = ["reproduction", "environment", "variables"];
  const replaced = before.variables.filter(({ name }) => added.some((one) => one.name === name));
  return [
    ...replaced.map(({ id }): Intent => ({ kind: "remove", path, id })),
    ...added.map((item): Intent => ({ kind: "add", path, item })),
  ];
}
