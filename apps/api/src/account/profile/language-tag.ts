import { z } from 'zod';

/** RFC 5646 recommends room for this many. */
const MAX_CHARACTERS = 35;

/** A language as BCP 47 names it, in its canonical form: `pt-BR` also where somebody writes `PT-br`. */
export const languageTag = z
  .string()
  .max(MAX_CHARACTERS)
  .transform((text, context) => {
    try {
      const [canonical] = Intl.getCanonicalLocales(text);
      if (canonical !== undefined && canonical.length <= MAX_CHARACTERS) return canonical;
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
    }
    context.addIssue({ code: 'custom', message: 'must be a language tag such as en or pt-BR' });
    return z.NEVER;
  });
