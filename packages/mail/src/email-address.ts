import { domainToASCII } from 'node:url';
import { z } from 'zod';

/** The longest that a mail server takes (RFC 5321): of the part before the @, and of the whole address. */
const MAX_LOCAL_LENGTH = 64;
const MAX_LENGTH = 254;

const ATOM = "[a-z0-9!#$%&'*+/=?^_`{|}~-]+";
/** Without quotes (RFC 5322, dot-atom). */
const LOCAL_PART = new RegExp(`^${ATOM}(?:\\.${ATOM})*$`, 'i');

/** Letters of any script, digits, points and hyphens. A URL's host may have other forms, which are no domain of a mail. */
const DOMAIN_LETTERS = /^[a-z0-9.\u0080-\u{10ffff}-]+$/iu;
const LABEL = '[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?';
/** A name with a point in it that is no IPv4 address. */
const DOMAIN = new RegExp(`^(?:${LABEL}\\.)+(?!\\d+$)(?=..)${LABEL}$`);

/** An e-mail address in the one form in which it is kept, looked up and written to: in small letters and in ASCII. */
export const emailAddress = z
  .string()
  .trim()
  .max(MAX_LENGTH)
  .transform((text, context) => {
    const address = inAscii(text);
    if (address !== undefined) return address;
    context.addIssue({ code: 'custom', message: 'must be an e-mail address' });
    return z.NEVER;
  });

/** @returns undefined for a text that is no address. */
function inAscii(text: string): string | undefined {
  const at = text.lastIndexOf('@');
  const [local, domain] = [text.slice(0, Math.max(0, at)), text.slice(at + 1)];
  if (local.length > MAX_LOCAL_LENGTH || !LOCAL_PART.test(local) || !DOMAIN_LETTERS.test(domain)) return undefined;
  const ascii = domainToASCII(domain);
  const address = `${local.toLowerCase()}@${ascii}`;
  return DOMAIN.test(ascii) && address.length <= MAX_LENGTH ? address : undefined;
}
