/** A kind of secret and where it stands. The pattern's group `secret` is taken out; without one the whole match is. */
export interface SecretRule {
  readonly kind: string;
  readonly pattern: RegExp;
  /** Whether the text is a secret after all; a key's name alone makes no value one. */
  readonly accepts?: (secret: string) => boolean;
}

/**
 * Each pattern starts at the beginning of a word and takes bounded or single-class runs, so that hostile text costs no
 * more than its length. Order matters: what is longer and surer comes first.
 */
export const secretRules: readonly SecretRule[] = [
  {
    kind: "private key",
    pattern:
      /-----BEGIN [A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)?-----(?:(?!-----BEGIN )[\s\S])*?(?:-----END [A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)?-----|(?=-----BEGIN )|$(?![\s\S]))/g,
  },
  // The end of a key whose beginning was cut off.
  {
    kind: "private key",
    pattern:
      /(?:(?<=^|\n)[A-Za-z0-9+/=]{16,80}[ \t]*\r?\n){0,400}-----END [A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)?-----/g,
  },
  { kind: "JWT", pattern: /(?<![\w.-])eyJ[\w-]{8,}\.[\w-]{8,}(?:\.[\w-]*)?/g },
  {
    kind: "cookie",
    pattern:
      /\b(?:set-)?cookie["']?[ \t]{0,3}[:=][ \t]{0,3}(?:\r?\n[ \t]{1,20})?(?<secret>[^\r\n]{3,4000})/gi,
    accepts: (text) => text.includes("="),
  },
  {
    kind: "authorization",
    pattern:
      /\bauthorization["']?[ \t]{0,3}[:=][ \t]{0,3}["']?(?:(?:bearer|basic|token|digest|negotiate|apikey)[ \t]{1,3})?(?<secret>[^\s"',;]{6,4000})/gi,
    accepts: (text) => !/^(bearer|basic|token|digest)$/i.test(text),
  },
  {
    kind: "authorization",
    pattern: /\b(?:bearer|basic)[ \t]{1,3}(?<secret>[\w.~+/=-]{16,4000})/gi,
    accepts: (text) => /\d/.test(text) && /[A-Za-z]/.test(text),
  },
  {
    kind: "password in URL",
    pattern: /(?<![\w+.-])[a-z][a-z0-9+.-]{1,20}:\/\/[^\s:/@'"<>]{0,200}:(?<secret>[^\s/@'"<>]{1,500})@/gi,
  },
  {
    kind: "token in URL",
    pattern: /(?<![\w+.-])https?:\/\/(?<secret>[\w-]{8,255})@/gi,
    accepts: (text) => text.length >= 20 || (/\d/.test(text) && /[A-Za-z]/.test(text)),
  },
  {
    kind: "token in URL",
    pattern:
      /[?&](?:X-Amz-(?:Signature|Credential|Security-Token)|sig|signature|access_token|id_token|refresh_token|api[_-]?key|token|auth|code)=(?<secret>[^\s&"'<>#]{10,2000})/gi,
  },
  {
    kind: "password",
    pattern:
      /\bcurl\b[^\n]{0,300}?[ \t](?:-u|--user)[ \t=]{0,3}["']?[^\s:"']{1,100}:(?<secret>[^\s"']{1,200})/g,
  },
  {
    kind: "password",
    pattern:
      /(?<![\w-])--[a-z-]{0,30}(?:password|passwd|passphrase|token|secret|api-?key|access-?key)[ \t=]{1,3}["']?(?<secret>[^\s"']{4,500})/gi,
    accepts: isGiven,
  },
  { kind: "GitHub token", pattern: /(?<!\w)(?:gh[pousr]_\w{20,255}|github_pat_\w{20,255})/g },
  { kind: "GitLab token", pattern: /(?<![\w-])gl(?:pat|ptt|dt|rt|cbt|ft|soat)-[\w-]{18,100}/g },
  { kind: "Slack token", pattern: /(?<![\w-])xox[abeoprs]-[\w-]{10,250}/g },
  { kind: "Slack webhook", pattern: /https:\/\/hooks\.slack\.com\/services\/(?<secret>[\w/]{20,200})/g },
  { kind: "AWS key", pattern: /(?<!\w)(?:AKIA|ASIA|AROA|AIDA)[A-Z0-9]{16}(?!\w)/g },
  { kind: "Google key", pattern: /(?<![\w-])AIza[\w-]{35}(?![\w-])/g },
  { kind: "npm token", pattern: /(?<!\w)npm_[A-Za-z0-9]{36}(?!\w)/g },
  { kind: "Stripe key", pattern: /(?<!\w)[rs]k_(?:live|test)_\w{16,250}/g },
  { kind: "DigitalOcean token", pattern: /(?<!\w)do[opr]_v1_[a-f0-9]{64}(?!\w)/g },
  { kind: "Grafana token", pattern: /(?<!\w)glsa_\w{20,100}/g },
  { kind: "PyPI token", pattern: /(?<!\w)pypi-[\w-]{50,300}/g },
  { kind: "Google token", pattern: /(?<!\w)ya29\.[\w-]{20,500}/g },
  {
    kind: "Azure key",
    pattern: /\b(?:AccountKey|SharedAccessKey|SharedAccessSignature)=(?<secret>[\w+/=%&-]{16,500})/gi,
  },
  // Between quotes a value may hold what else would end it.
  {
    kind: "password",
    pattern:
      /["'][\w.-]{0,60}(?:passw(?:or)?d|passphrase|secret|api[_-]?key|access[_-]?key|private[_-]?key)["'][ \t]{0,3}(?:[!=]==?|=>|[:=])[ \t]{0,3}(?<quote>["'])(?<secret>(?:(?!\k<quote>)[^\\\r\n]|\\.){4,500})\k<quote>/gi,
    accepts: isGiven,
  },
  // Code compares with and hands on a secret, too; what it does so with is one only between quotes.
  // A variable of the environment, named as such ones are, needs no digit in its value.
  {
    kind: "password",
    pattern:
      /(?<![\w-])[A-Z][A-Z0-9_]{0,40}(?:PASSWORD|PASSWD|PASSPHRASE|SECRET|TOKEN|API_KEY|ACCESS_KEY)[ \t]{0,3}(?:[:=][ \t]{0,3}["']?|(?:[!=]==?|:=|=>)[ \t]{0,3}["'`])(?<secret>[^\s"',;]{6,500})/g,
    accepts: isGiven,
  },
  {
    kind: "password",
    pattern:
      /(?<![\w.-])["']?[\w.-]{0,60}(?:passw(?:or)?d|passphrase|secret|token|api[_-]?key|access[_-]?key|private[_-]?key|credential)["']?[ \t]{0,3}(?:[:=][ \t]{0,3}["']?|(?:[!=]==?|:=|=>)[ \t]{0,3}["'`])(?<secret>[^\s"',;&<>]{6,500})/gi,
    accepts: looksRandom,
  },
];

/** A variable or a gap to fill in is no secret. */
function isGiven(text: string): boolean {
  const gap = /^(\[redacted|\$[{(]|\$\w+$|%\w+%$|<[\w -]+>?$|\{\{|-)/;
  return !gap.test(text) && !/^(undefined|null|true|false|none|\*+|x+|\.+)$/i.test(text);
}

/** Words that tests print after `token:` are no secrets: `undefined`, `expected`, `null`. */
function looksRandom(text: string): boolean {
  if (!isGiven(text)) return false;
  return text.length >= 8 && /\d|[!$%^*+/\\|~#]/.test(text) && !/^\d{1,4}([.:/-]\d{1,4})*$/.test(text);
}
