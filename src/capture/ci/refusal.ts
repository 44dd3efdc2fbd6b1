import * as z from "zod";
import type { WebAnswer } from "../../system/fetchAnswer";
import type { CiProblem } from "./ciResult";
import { programOf } from "./programTransport";
import type { CiTransport } from "./ciTransport";

/**
 * Why an answer is none of what was asked for, in words and with what to do; undefined for an answer of success.
 * @param what was asked for, as in `the jobs of CI #12`
 */
export function refusalOf(answer: WebAnswer, what: string, transport: CiTransport): CiProblem | undefined {
  if (answer.kind === "cancelled") return { ok: false, cancelled: true, message: answer.message };
  if (answer.kind !== "answered") {
    const message = answer.message.replace(/\.?$/, ".");
    return { ok: false, message: `${capital(what)} could not be read: ${message}` };
  }
  const { status } = answer;
  return status >= 200 && status < 300 ? undefined : { ok: false, message: wordsOf(answer, what, transport) };
}

type Answered = Extract<WebAnswer, { kind: "answered" }>;

function wordsOf(answer: Answered, what: string, transport: CiTransport): string {
  const { host } = transport.place;
  const { status } = answer;
  const said = saidBy(answer, host);
  if (isLimit(answer, said))
    return `${host} takes no more requests for now: ${what} could not be read. Try again ${waitOf(answer)}.`;
  switch (status) {
    case 401:
      return `${host} asks for a sign-in to show ${what}. ${signIn(transport)}`;
    case 403:
      return `${host} does not let you read ${what}.${said} ${signIn(transport)}`;
    case 404:
      return `${host} has no such thing as ${what}, or does not show it to you.${said} ${signIn(transport)}`;
    case 410:
      return `${capital(what)} is no longer kept by ${host}: it has expired.${said} Run it again to have it anew.`;
    default:
      return status >= 500
        ? `${host} has trouble of its own (HTTP ${status}): ${what} could not be read. Try again later.`
        : `${host} answered with HTTP ${status} when asked for ${what}.${said}`;
  }
}

/**
 * https://docs.github.com/en/rest/using-the-rest-api/rate-limits-for-the-rest-api#exceeding-the-rate-limit,
 * https://docs.gitlab.com/security/rate_limits/
 */
function isLimit({ status, headers }: Answered, said: string): boolean {
  if (status === 429) return true;
  if (status !== 403) return false;
  return (
    headers.get("x-ratelimit-remaining") === "0" || headers.has("retry-after") || /rate limit/i.test(said)
  );
}

/** A host that names no time is to be left alone for a minute at least. */
function waitOf({ headers }: Answered): string {
  const after = Number(headers.get("retry-after") ?? Number.NaN);
  const reset = Number(headers.get("x-ratelimit-reset") ?? headers.get("ratelimit-reset") ?? Number.NaN);
  const seconds = Number.isFinite(after) ? after : reset - Date.now() / 1000;
  if (!(seconds > 60)) return "in a minute";
  const minutes = Math.ceil(seconds / 60);
  return minutes > 120 ? `in ${Math.ceil(minutes / 60)} hours` : `in ${minutes} minutes`;
}

/** What a person can do so that the host shows them more. */
function signIn({ as, place: { provider, host } }: CiTransport): string {
  const program = programOf[provider];
  switch (as) {
    case "gh":
    case "glab":
      return `${program} asks as who you are there: "${program} auth status" says whom, "${program} auth login --hostname ${host}" signs you in.`;
    case "token":
      return `If you may read it, install ${program} and sign in with "${program} auth login --hostname ${host}".`;
    case "nobody":
      return `Install ${program} and sign in with "${program} auth login --hostname ${host}", then try again.`;
    default:
      return as satisfies never;
  }
}

const saying = z.looseObject({
  message: z.string().optional(),
  error: z.string().optional(),
});

const longestSaying = 200;

/** The host's own words, as a sentence with a space before it; empty where it says nothing that can be read. */
function saidBy({ text }: Answered, host: string): string {
  let said: string | undefined;
  try {
    const parsed = saying.safeParse(JSON.parse(text));
    said = parsed.success ? (parsed.data.message ?? parsed.data.error) : undefined;
  } catch (error) {
    // A proxy's page says nothing to a person.
    if (!(error instanceof SyntaxError)) throw error;
  }
  const words = said?.replaceAll(/\s+/g, " ").trim() ?? "";
  if (words === "") return "";
  const short = words.length > longestSaying ? `${words.slice(0, longestSaying)}…` : words;
  return ` ${host} says: ${short.replace(/[.]?$/, ".")}`;
}

export function capital(words: string): string {
  return words.charAt(0).toUpperCase() + words.slice(1);
}
