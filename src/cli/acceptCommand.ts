import { acceptRewrite, type Acceptance } from "../gate/ledger/acceptRewrite";
import { forgottenLines, rewriteWords } from "../gate/ledger/acceptWords";
import { HaltLedger } from "../gate/ledger/haltLedger";
import { done, needed, print, type Flags } from "./command";
import { syncWords } from "./ledgerHalt";
import { git, repositoryOf } from "./place";

type Accepted = Extract<Acceptance, { readonly ok: true }>;

/**
 * `sync --accept-rewrite`: the remote's ledger is right although it was rewritten. Without a reason it only says what this
 * clone would forget.
 */
export async function acceptLedger(flags: Flags): Promise<number> {
  const { top, settings } = await repositoryOf(flags);
  const reason = flags.reason === undefined ? undefined : needed(flags, "reason");
  const result = done(await acceptRewrite(git, top, { settings, reason }));
  const { kind, remote, forgotten, kept } = result;
  const sync = kind === "accepted" ? await new HaltLedger(git, top, settings).sync() : undefined;
  print(flags, { accepted: kind === "accepted", remote, forgotten, kept, sync: sync ?? null }, [
    ...linesOf(result),
    ...(sync?.kind === "failed" ? [syncWords(sync)] : []),
  ]);
  return kind === "asked" || sync?.kind === "failed" ? 1 : 0;
}

function linesOf(result: Accepted): readonly string[] {
  const { kind, remote, forgotten, kept } = result;
  const halts = forgottenLines(result).map((line) => `  ${line}`);
  if (kind === "nothing")
    return [`The ledger on ${remote} has all that this clone has seen there: nothing is to be accepted.`];
  if (kind === "asked") {
    return [
      `${rewriteWords(result)} To accept that, this clone would forget${forgotten.length === 0 ? " what it saw." : ":"}`,
      ...halts,
      "Nothing was changed. To accept it, say why: --accept-rewrite --reason TEXT.",
    ];
  }
  return [
    `The ledger on ${remote} is accepted as it is.${forgotten.length === 0 ? "" : " This clone forgot:"}`,
    ...halts,
    ...(kept === null ? [] : [`What it knew is kept in this clone as ${kept}, with the reason.`]),
  ];
}
