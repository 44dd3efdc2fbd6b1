import type * as z from "zod";
import type { CiResult } from "./ciResult";
import type { CiTransport } from "./ciTransport";
import { capital, refusalOf } from "./refusal";

interface PageRequest<Page, Item> {
  /** Below the API's address, with a query. */
  readonly path: string;
  /** As in `the jobs of CI #12`. */
  readonly what: string;
  readonly page: z.ZodType<Page>;
  readonly items: (page: Page) => readonly Item[];
  readonly mostPages: number;
  readonly signal: AbortSignal | undefined;
}

const pageSize = 100;

/**
 * Reads a list page by page, as far as `mostPages`; `more` tells that there are further ones. The next page is asked for by
 * its number: an address that an answer names (https://docs.github.com/en/rest/using-the-rest-api/using-pagination-in-the-rest-api)
 * only tells that there is one.
 */
export async function readPages<Page, Item>(
  transport: CiTransport,
  { path, what, page, items, mostPages, signal }: PageRequest<Page, Item>,
): Promise<CiResult<{ readonly items: readonly Item[]; readonly more: boolean }>> {
  const all: Item[] = [];
  for (let number = 1; ; number += 1) {
    const answer = await transport.get(
      `${path}${path.includes("?") ? "&" : "?"}per_page=${pageSize}&page=${number}`,
      signal,
    );
    const refused = refusalOf(answer, what, transport);
    if (refused !== undefined) return refused;
    if (answer.kind !== "answered") return { ok: false, message: answer.message };
    const read = readAnswer(answer.text, page, what, transport);
    if (!read.ok) return read;
    all.push(...items(read.value));
    const more = /\brel="?next"?/.test(answer.headers.get("link") ?? "");
    if (!more || number === mostPages) return { ok: true, value: { items: all, more } };
  }
}

function readAnswer<Value>(
  text: string,
  schema: z.ZodType<Value>,
  what: string,
  { place: { host } }: CiTransport,
): CiResult<Value> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    return { ok: false, message: `${capital(what)} could not be read: ${host} did not answer in JSON.` };
  }
  const parsed = schema.safeParse(value);
  if (parsed.success) return { ok: true, value: parsed.data };
  const [issue] = parsed.error.issues;
  const where = issue === undefined || issue.path.length === 0 ? "" : ` at ${issue.path.join(".")}`;
  return {
    ok: false,
    message: `${capital(what)} could not be read: ${host} answered in a form that is not known here${where}.`,
  };
}
