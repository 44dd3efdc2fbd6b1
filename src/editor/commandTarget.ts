import * as vscode from "vscode";
import * as z from "zod";
import type { AttachmentPlace } from "../capture/attachmentFile";
import { captureContext, type CaptureContext } from "../capture/git/captureContext";
import { readHalt } from "../halt/readHalt";
import type { Intent } from "../halt/intent";
import type { Halt } from "../halt/schema/halt";
import type { HaltDocument } from "./haltDocument";
import { showProblem } from "./messages";
import type { Services } from "./services";

/** The halt that a command is about, read. */
export interface CommandTarget {
  readonly uri: vscode.Uri;
  readonly document: HaltDocument;
  readonly halt: Halt;
  /** The top folder of its repository; undefined for a halt outside the workspace. */
  readonly top: vscode.Uri | undefined;
}

const subject = z.looseObject({
  uri: z.string(),
  item: z.unknown().optional(),
  field: z.string().optional().catch(undefined),
});

interface Subject {
  readonly uri: vscode.Uri;
  readonly item: string | undefined;
  /** Within the item, as a path joined by dots. */
  readonly field: string | undefined;
}

/** What a tree row, a page, a lens or a caller named: a halt's address and an item of it. */
export function subjectOf(argument: unknown): Subject | undefined {
  if (argument instanceof vscode.Uri) return { uri: argument, item: undefined, field: undefined };
  const parsed = subject.safeParse(argument);
  if (!parsed.success) return undefined;
  const { item } = parsed.data;
  const id = z
    .union([z.string(), z.looseObject({ id: z.string() }).transform(({ id }) => id)])
    .safeParse(item);
  const { uri, field } = parsed.data;
  return { uri: vscode.Uri.parse(uri), item: id.success ? id.data : undefined, field };
}

/**
 * The halt that the argument names, else the current one, with what was typed last in it. Undefined when there is none
 * or its file cannot be read; a message has said so.
 */
export async function commandTarget(
  services: Services,
  argument: unknown,
): Promise<CommandTarget | undefined> {
  const uri = subjectOf(argument)?.uri ?? (await services.current.uri());
  if (uri === undefined) {
    showProblem("There is no halt here yet.", {
      label: "Draft Release Halt",
      run: () => vscode.commands.executeCommand("releaseHalt.draft"),
    });
    return undefined;
  }
  const document = await services.documents.open(uri);
  await document.settle();
  const read = readHalt(document.document.getText());
  if (!read.ok) {
    showProblem(
      `${uri.path.split("/").at(-1) ?? uri.path} cannot be read: ${read.problems[0]?.message ?? ""}`,
      {
        label: "Open",
        run: () => vscode.commands.executeCommand("vscode.open", uri),
      },
    );
    return undefined;
  }
  return { uri, document, halt: read.halt, top: (await services.files.find(uri))?.top };
}

/** Who captures here and at which commit; nothing where no program may run or there is no repository. */
export async function contextOf(
  services: Services,
  target: Pick<CommandTarget, "top">,
): Promise<Pick<CaptureContext, "by" | "commit">> {
  const { by, commit } = await fullContextOf(services, target);
  return { ...(by !== undefined && { by }), ...(commit !== undefined && { commit }) };
}

/** The same, with the time of the commit. */
export async function fullContextOf(
  services: Services,
  { top }: Pick<CommandTarget, "top">,
): Promise<CaptureContext> {
  if (top?.scheme !== "file" || !vscode.workspace.isTrusted) return {};
  return captureContext(await services.git(), top.fsPath);
}

/** Where the files lie that a halt names. */
export function placeOf({ uri, top }: Pick<CommandTarget, "uri" | "top">): AttachmentPlace {
  return {
    top: top?.scheme === "file" ? top.fsPath : undefined,
    haltFolder: vscode.Uri.joinPath(uri, "..").fsPath,
  };
}

/**
 * Applies intents to a halt as one undo step. Where no editor shows the halt, the file is saved as well: nothing on the
 * screen would tell of an unsaved change. False when it was refused; a message has said why.
 */
export async function change(
  services: Services,
  { uri, document }: CommandTarget,
  intents: readonly Intent[],
  options: { readonly save?: boolean } = {},
): Promise<boolean> {
  const result = await document.apply(intents);
  if (!result.ok) {
    showProblem(`The halt was not changed: ${result.message}`);
    return false;
  }
  if (options.save !== true && services.sessions.of(uri).length > 0) return true;
  const saved = await document.document.save();
  if (!saved) {
    showProblem(
      `${uri.fsPath} could not be saved. The change is in the editor; save it to another place or try again.`,
      {
        label: "Open",
        run: () => vscode.commands.executeCommand("vscode.open", uri),
      },
    );
  }
  return saved;
}
