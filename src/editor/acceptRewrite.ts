import * as vscode from "vscode";
import * as z from "zod";
import { plainLine } from "../brief/escapeMarkdown";
import { acceptRewrite as acceptLedger, type Acceptance } from "../gate/ledger/acceptRewrite";
import { forgottenLines, rewriteWords } from "../gate/ledger/acceptWords";
import { chooseRepository } from "./chooseRepository";
import { subjectOf } from "./commandTarget";
import { withLateProgress } from "./lateProgress";
import { askText, showNews, showProblem } from "./messages";
import type { Services } from "./services";

type Accepted = Extract<Acceptance, { readonly ok: true }>;

const repositoryNamed = z.looseObject({ top: z.string() });
const mostShown = 12;

/**
 * Takes a remote's ledger for right that was rewritten or is gone: shows first what this clone would forget, asks for a
 * reason, and keeps what it forgets. Answers with whether it was accepted.
 */
export async function acceptRewrite(services: Services, argument?: unknown): Promise<boolean> {
  const top = (await topNamed(services, argument)) ?? (await chooseRepository());
  if (top === undefined) return false;
  const { git, settings } = await services.ledgers.open(top);
  const asked = await services.ledgers.during(top, async () =>
    withLateProgress("Comparing the ledger with what was seen of it…", async () =>
      acceptLedger(git, top.fsPath, { settings }),
    ),
  );
  if (!asked.ok) {
    showProblem(`Nothing was changed. ${asked.message}`);
    return false;
  }
  if (asked.kind === "nothing") {
    showNews(
      `The ledger on ${asked.remote} has all that this clone has seen there: nothing is to be accepted.`,
    );
    return false;
  }
  if (!(await confirm(asked))) return false;
  const reason = await askText("Accept the Rewritten Ledger", {
    prompt: "Why is the ledger right as it is? It is kept with what this clone forgets.",
    placeHolder: "Customer names were purged from the ledger on purpose",
  });
  if (reason === undefined) return false;
  const accepted = await services.ledgers.during(top, async () =>
    withLateProgress("Accepting the ledger…", async () =>
      acceptLedger(git, top.fsPath, { settings, reason }),
    ),
  );
  if (!accepted.ok) {
    showProblem(`The ledger was not accepted. ${accepted.message}`);
    return false;
  }
  const kept = accepted.kept === null ? "" : ` What this clone knew is kept as ${accepted.kept}.`;
  showNews(`The ledger on ${accepted.remote} is accepted as it is.${kept}`);
  await services.refresh.one(top);
  return true;
}

/** The repository that an argument names, or that the halt is in which it names. */
async function topNamed({ files }: Services, argument: unknown): Promise<vscode.Uri | undefined> {
  const named = repositoryNamed.safeParse(argument);
  if (named.success) return vscode.Uri.parse(named.data.top);
  const uri = subjectOf(argument)?.uri.toString();
  return uri === undefined
    ? undefined
    : (await files.list()).find((file) => file.uri.toString() === uri)?.top;
}

/** Whoever accepts sees first which halts this clone would know no more. */
async function confirm(asked: Accepted): Promise<boolean> {
  const lines = forgottenLines(asked).map(plainLine);
  const more = lines.length - mostShown;
  const detail = [
    ...(lines.length === 0 ? ["This clone would forget what it saw."] : ["This clone would forget:"]),
    ...lines.slice(0, mostShown),
    ...(more > 0 ? [`and ${more} more`] : []),
    "",
    "A halt that is forgotten stops no release any more. What is forgotten is kept in this clone, with your reason.",
  ].join("\n");
  const accept = "Accept…";
  const chosen = await vscode.window.showWarningMessage(
    `${rewriteWords(asked)} Is the ledger right as it is now?`,
    { modal: true, detail },
    accept,
  );
  return chosen === accept;
}
