import * as z from "zod";
import type { Intent } from "../../halt/intent";
import type { Environment } from "../../halt/schema/halt";

type Variables = Environment["variables"];

/**
 * What puts a captured environment in the place of the one that is there. Variables that a person picked or took away while
 * it was captured stay so.
 * @param before the variables that there were when it was looked at
 * @param current those that there are
 */
export function environmentIntent(environment: Environment, before: Variables, current: Variables): Intent {
  const isIn = (variables: Variables, { id }: Variables[number]): boolean =>
    variables.some((one) => one.id === id);
  const kept = environment.variables.filter((one) => !isIn(before, one) || isIn(current, one));
  const added = current.filter((one) => !isIn(before, one) && !kept.some(({ name }) => name === one.name));
  const value = z.json().parse({ ...environment, variables: [...kept, ...added] });
  return { kind: "set", path: ["reproduction", "environment"], value };
}

/** What adds variables to a captured environment; one of the same name gives way. */
export function variableIntents(before: Environment, added: Variables): Intent[] {
  const path = ["reproduction", "environment", "variables"];
  const replaced = before.variables.filter(({ name }) => added.some((one) => one.name === name));
  return [
    ...replaced.map(({ id }): Intent => ({ kind: "remove", path, id })),
    ...added.map((item): Intent => ({ kind: "add", path, item })),
  ];
}
