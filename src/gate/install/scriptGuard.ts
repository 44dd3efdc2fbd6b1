import { isRecord } from "../../halt/isRecord";
import { inTree, treeText, withText, type Edited, type RepositoryFacts } from "./installKind";
import { entryText, jsonValue, prependEntry, removeEntry, surroundString, withoutAround } from "./jsonInsert";
import { shellTrial, type Trial } from "./trial";

const file = "package.json";

/**
 * What a script of package.json asks first. It names no tag: none is made yet, and one that a shell of Windows would not
 * fill in must not let a release through; so any name can still be meant.
 */
export function guardCommand(production: readonly string[]): string {
  return `sh .release-halt/gate.sh guard ${environmentWords(production)}--fetch-history`;
}

/**
 * The first name of production that needs no quotes anywhere. Without one no environment is named: then the gate blocks
 * when it cannot tell, as it does for production.
 */
export function environmentWords(production: readonly string[]): string {
  const name = production.find((one) => /^\w[\w.-]*$/.test(one));
  return name === undefined ? "" : `--environment ${name} `;
}

/**
 * Asks the gate before a script of package.json, and makes the script where there is none. A script that would go on after
 * a refusal is put in brackets, which sh and cmd read alike. Undefined where it cannot be edited so that it stops.
 */
export function guardScript(text: string, name: string, command: string): string | undefined {
  const known = jsonValue(text, ["scripts", name]);
  if (known !== undefined) {
    if (typeof known !== "string") return undefined;
    const around = { before: `${command} && `, after: "" };
    if (!goesOn(known)) return surroundString(text, ["scripts", name], around);
    const [before, after] = [`${around.before}( `, " )"];
    // A comment or an open quote would swallow the bracket.
    return bracketed(`( ${known} )`) === undefined || /['"#]|\\\s*$/.test(withoutQuotes(known))
      ? undefined
      : surroundString(text, ["scripts", name], { before, after });
  }
  const entry = `"${name}": ${JSON.stringify(command)}`;
  return jsonValue(text, ["scripts"]) === undefined
    ? prependEntry(text, [], madeScripts(entry))
    : prependEntry(text, ["scripts"], entry);
}

/** Takes the gate out of the scripts that are named. */
export function unguardScripts(
  facts: RepositoryFacts,
  names: (name: string, command: string) => boolean,
): Edited {
  let text = treeText(facts, file);
  const scripts = text === undefined ? undefined : jsonValue(text, ["scripts"]);
  if (text === undefined || !isRecord(scripts)) return { files: facts.files, byHand: [] };
  for (const [name, command] of Object.entries(scripts)) {
    if (typeof command !== "string" || !names(name, command)) continue;
    text = unguarded(text, name, command) ?? text;
  }
  return {
    files: text === treeText(facts, file) ? facts.files : withText(facts.files, inTree(file), text),
    byHand: [],
  };
}

/** A script of package.json that asks the gate, as `scriptTrial` is given it. */
export interface GuardedScript {
  readonly name: string;
  /** What the script holds. */
  readonly command: string;
  /** What must not run when the gate refuses: the start of the script that has to end there. */
  readonly upTo: string;
}

/** Tries what a script asks first; nothing where it does not name the gate. What follows is not run. */
export function scriptTrial({ name, command, upTo }: GuardedScript, stops: string): readonly Trial[] {
  if (!command.includes(".release-halt/gate.sh")) return [];
  const own = ownStart.exec(command)?.[0];
  if (own === undefined) return [{ kind: "edited", what: `Its line in the script ${name} of ${file}` }];
  const safe = bracketed(command.slice(own.length)) !== undefined;
  return [
    !safe && goesOn(upTo.slice(own.length))
      ? {
          kind: "silent",
          why: `The script ${name} of ${file} goes on after it: what stands behind a \`;\`, \`&\` or \`||\` runs although the gate refused.`,
        }
      : shellTrial(own.replace(/ && $/, ""), {}, stops),
  ];
}

/** The scripts of package.json by name. */
export function scriptsOf(facts: RepositoryFacts): readonly (readonly [string, string])[] {
  const scripts = jsonValue(treeText(facts, file) ?? "", ["scripts"]);
  if (!isRecord(scripts)) return [];
  return Object.entries(scripts).flatMap(([name, command]) =>
    typeof command === "string" ? [[name, command] as const] : [],
  );
}

const ownStart = /^sh \.release-halt\/gate\.sh guard (?:--environment [\w.-]+ )?--fetch-history(?: && |$)/;
/** Whether a shell goes on in a script although its first command, before a `&&`, has failed. */
function goesOn(script: string): boolean {
  return /;|\n|\|\||(?<![&<>])&(?![&>])/.test(withoutQuotes(script));
}

/** What stands in the brackets that `guardScript` writes; undefined where there are none around the whole. */
function bracketed(script: string): string | undefined {
  const inside = /^\( ([^]*) \)$/.exec(script)?.[1];
  if (inside === undefined || !goesOn(inside)) return undefined;
  let depth = 0;
  for (const character of withoutQuotes(inside)) {
    if (character === "(") depth += 1;
    if (character === ")") depth -= 1;
    if (depth < 0) return undefined;
  }
  return depth === 0 ? inside : undefined;
}

function withoutQuotes(script: string): string {
  return script.replaceAll(/'[^']*'|"(?:\\.|[^"\\])*"/g, "");
}

function unguarded(text: string, name: string, command: string): string | undefined {
  const own = ownStart.exec(command)?.[0];
  if (own === undefined) return undefined;
  if (own !== command) {
    const isBracketed = bracketed(command.slice(own.length)) !== undefined;
    const around = isBracketed ? { before: `${own}( `, after: " )" } : { before: own, after: "" };
    return withoutAround(text, ["scripts", name], around);
  }
  return entryText(text, ["scripts"]) === madeScripts(`"${name}": ${JSON.stringify(command)}`)
    ? removeEntry(text, ["scripts"])
    : removeEntry(text, ["scripts", name]);
}

/** The blanks tell scripts that we made from an empty object that was there. */
function madeScripts(entry: string): string {
  return `"scripts": { ${entry} }`;
}
