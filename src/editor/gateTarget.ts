import * as vscode from "vscode";
import * as z from "zod";
import type { LedgerHalt } from "../gate/ledger/ledgerOverview";
import { commandTarget, contextOf, subjectOf, type CommandTarget } from "./commandTarget";
import type { OpenLedger } from "./ledgers";
import { showProblem } from "./messages";
import type { Services } from "./services";

/** A halt as its file and its record have it: at least one of the two is there. */
export interface GateTarget {
  readonly id: string;
  readonly title: string;
  readonly file: CommandTarget | undefined;
  /** Its record in the ledgers of its repository. */
  readonly known: LedgerHalt | undefined;
  /** The repository that it is in; undefined for a file outside of those that are open. */
  readonly repository: (OpenLedger & { readonly top: vscode.Uri }) | undefined;
  /** Who acts here, as git's `user.name` says. */
  readonly by: { readonly by?: string };
}

const ledgerSubject = z.looseObject({ ledger: z.string(), top: z.string() });

/** A halt of a ledger, as trees and messages name it to commands. */
export function ledgerArgument(top: vscode.Uri, id: string): z.input<typeof ledgerSubject> {
  return { ledger: id, top: top.toString() };
}

/** The halt of a ledger that an argument names. */
export function ledgerSubjectOf(
  argument: unknown,
): { readonly id: string; readonly top: vscode.Uri } | undefined {
  const parsed = ledgerSubject.safeParse(argument);
  return parsed.success ? { id: parsed.data.ledger, top: vscode.Uri.parse(parsed.data.top) } : undefined;
}

/**
 * The halt that an argument names, by its file or by its id in a ledger; else that of the halt editor in front; else, of
 * all that are active, the one that the person picks. Undefined when there is none; a message has said so.
 */
export async function gateTarget(
  services: Services,
  argument: unknown,
  title: string,
): Promise<GateTarget | undefined> {
  const ofLedger = ledgerSubjectOf(argument);
  if (ofLedger !== undefined) return byId(services, ofLedger);
  if (subjectOf(argument) !== undefined || services.sessions.active !== undefined)
    return byFile(services, argument);
  const active = await activeHalts(services);
  const [only] = active;
  if (only === undefined) return byFile(services, argument);
  const picked =
    active.length === 1
      ? only
      : await vscode.window.showQuickPick(active, { title, placeHolder: "Which halt?" });
  return picked === undefined ? undefined : picked.target();
}

interface Choice extends vscode.QuickPickItem {
  readonly target: () => Promise<GateTarget | undefined>;
}

/** Every halt that stops releases, in files and in ledgers, each once. */
async function activeHalts(services: Services): Promise<readonly Choice[]> {
  const files = (await services.files.list()).flatMap(({ uri, read }): (Choice & { id: string })[] =>
    read.ok && read.halt.status === "active"
      ? [
          {
            id: read.halt.id,
            label: read.halt.title,
            description: read.halt.release ?? "",
            target: async () => byFile(services, uri),
          },
        ]
      : [],
  );
  const here = new Set(files.map(({ id }) => id));
  const tops = vscode.workspace.isTrusted ? await services.ledgers.tops() : [];
  const records = await Promise.all(
    tops.map(async (top) =>
      (await services.ledgers.read(top)).halts
        .filter(({ state }) => state.status !== "closed" && !here.has(state.id))
        .map(({ state }): Choice => ({
          label: state.terms.title,
          description: "from the ledger",
          target: async () => byId(services, { id: state.id, top }),
        })),
    ),
  );
  return [...files, ...records.flat()];
}

async function byFile(services: Services, argument: unknown): Promise<GateTarget | undefined> {
  const file = await commandTarget(services, argument);
  if (file === undefined) return undefined;
  const { halt, top } = file;
  const common = { id: halt.id, title: halt.title, file };
  if (top?.scheme !== "file") return { ...common, known: undefined, repository: undefined, by: {} };
  const repository = { ...(await services.ledgers.open(top)), top };
  return {
    ...common,
    known: await services.ledgers.find(top, halt.id),
    repository,
    by: await nameOf(services, top),
  };
}

async function byId(
  services: Services,
  { id, top }: { readonly id: string; readonly top: vscode.Uri },
): Promise<GateTarget | undefined> {
  const file = (await services.files.list()).find(
    (one) => one.read.ok && one.read.halt.id === id && one.top.toString() === top.toString(),
  );
  if (file !== undefined) return byFile(services, file.uri);
  const known = await services.ledgers.find(top, id);
  if (known === undefined) {
    showProblem(`No ledger of this clone knows the halt ${id} any more.`);
    return undefined;
  }
  return {
    id,
    title: known.state.terms.title,
    file: undefined,
    known,
    repository: { ...(await services.ledgers.open(top)), top },
    by: await nameOf(services, top),
  };
}

async function nameOf(services: Services, top: vscode.Uri): Promise<{ readonly by?: string }> {
  const { by } = await contextOf(services, { top });
  return by === undefined ? {} : { by };
}

/** How commands name a halt to other commands. */
export function argumentOf({ file, id, repository }: GateTarget): unknown {
  if (file !== undefined) return { uri: file.uri.toString() };
  return repository === undefined ? undefined : ledgerArgument(repository.top, id);
}
