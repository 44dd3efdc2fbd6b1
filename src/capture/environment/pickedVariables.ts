import { newItemId } from "../../halt/newId";
import type { Environment, Redactions } from "../../halt/schema/halt";
import { cutText } from "../cutText";
import { mergeFound } from "../redaction/knownSecrets";

type Variables = Readonly<Record<string, string | undefined>>;
type Picked = Environment["variables"];

const maximumBytes = 2048;
const maximumVariables = 50;

/** Names that say of their value that it is nobody else's. */
const secretName =
  /(?:^|_)(?:PG)?PASS(?:$|_)|PASSW|PASSPHRASE|(?:^|_)PWD$(?<!^PWD)|SECRET|TOKEN|(?:^|_)(?:API|ACCESS|PRIVATE|SIGNING|ENCRYPTION|MASTER)?_?KEY(?:$|_)|APIKEY|CREDENTIAL|COOKIE|(?:^|_)AUTH(?:$|_)|(?:^|_)DSN$|CONNECTION_?STRING|WEBHOOK/i;

/** The variables that there are, by name, for a person to pick from; their values are not told. */
export function variableNames(variables: Variables): readonly string[] {
  return Object.keys(variables)
    .filter((name) => variables[name] !== undefined && name !== "RELEASE_HALT_RUN")
    .sort();
}

/**
 * The variables that a person picked, with their values but for secrets: what the rules know, and all of a value whose name
 * says that it is one. A name that is not set is left out.
 */
export async function pickVariables(
  names: readonly string[],
  variables: Variables,
): Promise<{ readonly variables: Picked; readonly found: Redactions }> {
  const set = [...new Set(names)].slice(0, maximumVariables).flatMap((name) => {
    const value = variables[name];
    return value === undefined ? [] : [{ name, value }];
  });
  const { redactAll } = await import("../redaction/redact");
  // With its name, by which some rules know a secret.
  const redacted = await redactAll(set.map(({ name, value }) => `${name}=${value}`));
  let found: Redactions = {};
  const picked = set.map(({ name }, index) => {
    const { text = "", found: here = {} } = redacted[index] ?? {};
    const isWhole = secretName.test(name) || !text.startsWith(`${name}=`);
    found = mergeFound(found, isWhole ? { "secret by its name": 1 } : here);
    const value = isWhole
      ? "[redacted: secret by its name]"
      : cutText(text.slice(name.length + 1), maximumBytes);
    return { id: newItemId("variable"), name, value };
  });
  return { variables: picked, found };
}

/**
 * Of the variables that were picked before, those that have the same value still; another value is recorded only when it
 * is picked again, for nobody has seen it.
 */
export async function stillSet(
  before: Picked,
  variables: Variables,
): Promise<{ readonly kept: Picked; readonly changed: readonly string[] }> {
  const now = await pickVariables(
    before.map(({ name }) => name),
    variables,
  );
  const isSame = ({ name, value }: Picked[number]): boolean =>
    now.variables.some((one) => one.name === name && one.value === value);
  return {
    kept: before.filter(isSame),
    changed: before.filter((one) => !isSame(one)).map(({ name }) => name),
  };
}
