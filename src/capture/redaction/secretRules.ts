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
  { kind: "JWT", pattern: /(?<![\w.-])eyJ[\w-]{8,}\.[\w-]{8,}(?:\.[\w-]*)?/g },
  {
    kind: "cookie",
    pattern: /\b(?:set-)?cookie["']?[ \t]{0,3}[:=][ \t]{0,3}(?<secret>[^\r\n]{3,4000})/gi,
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
  { kind: "token in URL", pattern: /(?<![\w+.-])https?:\/\/(?<secret>[\w-]{20,255})@/gi },
  { kind: "GitHub token", pattern: /(?<!\w)(?:gh[pousr]_\w{20,255}|github_pat_\w{20,255})/g },
  { kind: "GitLab token", pattern: /(?<![\w-])gl(?:pat|ptt|dt|rt|cbt|ft|soat)-[\w-]{18,100}/g },
  { kind: "Slack token", pattern: /(?<![\w-])xox[abeoprs]-[\w-]{10,250}/g },
  { kind: "Slack webhook", pattern: /https:\/\/hooks\.slack\.com\/services\/(?<secret>[\w/]{20,200})/g },
  { kind: "AWS key", pattern: /(?<!\w)(?:AKIA|ASIA|AROA|AIDA)[A-Z0-9]{16}(?!\w)/g },
  { kind: "Google key", pattern: /(?<![\w-])AIza[\w-]{35}(?![\w-])/g },
  { kind: "npm token", pattern: /(?<!\w)npm_[A-Za-z0-9]{36}(?!\w)/g },
  { kind: "Stripe key", pattern: /(?<!\w)[rs]k_(?:live|test)_\w{16,250}/g },
  {
    kind: "Azure key",
    pattern: /\b(?:AccountKey|SharedAccessKey|SharedAccessSignature)=(?<secret>[\w+/=%&-]{16,500})/gi,
  },
  {
    kind: "password",
    pattern:
      /(?<![\w.-])["']?[\w.-]{0,60}(?:passw(?:or)?d|passphrase|secret|token|api[_-]?key|access[_-]?key|private[_-]?key|credential)["']?[ \t]{0,3}[:=][ \t]{0,3}["']?(?<secret>[^\s"',;&<>]{6,500})/gi,
    accepts: looksRandom,
  },
];

/** Words that tests print after `token:` are no secrets: `undefined`, `expected`, `null`. */
function looksRandom(text: string): boolean {
  if (text.startsWith("[redacted") || /^(undefined|null|true|false|none|\*+)$/i.test(text)) return false;
  return text.length >= 8 && /\d|[!$%^*+/\\|~#]/.test(text) && !/^\d{1,4}([.:/-]\d{1,4})*$/.test(text);
}
