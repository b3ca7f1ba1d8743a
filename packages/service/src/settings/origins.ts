import { z } from 'zod';

/** A comma separated list of origins, in the form in which browsers send them. */
export const origins = z
  .string()
  .default('')
  .transform((list, context) => {
    const given = list.split(',').flatMap((part) => part.trim() || []);
    for (const text of given)
      if (originOf(text) === undefined)
        context.addIssue({ code: 'custom', message: `${text} is no origin such as https://app.example.com` });
    return new Set(given.map((text) => originOf(text) ?? text));
  });

function originOf(text: string): string | undefined {
  if (!URL.canParse(text)) return undefined;
  const { protocol, origin } = new URL(text);
  return /^https?:$/.test(protocol) ? origin : undefined;
}
