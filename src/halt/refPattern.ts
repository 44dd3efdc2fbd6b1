import * as z from "zod";

/** Some shells try every way to share a name out among the stars, so a pattern of many would stop them for hours. */
const mostStars = 5;

/**
 * A pattern of full ref names: `*` stands for any characters, `/` too; nothing else is special. The other characters are
 * those that git allows in a ref, so a shell's `case` reads it alike (https://git-scm.com/docs/git-check-ref-format).
 */
export const refPattern = z
  .string()
  .max(300)
  .regex(
    /^refs\/[^\p{Cc}\p{Cs} ~^:?[\\]+$/u,
    'A pattern of refs starts with "refs/", has no space, and of the special characters only "*".',
  )
  .refine(
    (pattern) => pattern.split("*").length - 1 <= mostStars,
    `A pattern of refs has at most ${mostStars} stars.`,
  );
