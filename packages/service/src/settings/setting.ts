import { existsSync } from 'node:fs';
import { isIP } from 'node:net';
import { join, resolve } from 'node:path';
import { z } from 'zod';
import { folderFault } from './folder-fault.ts';
import { origins } from './origins.ts';

const priceSource = z.enum(['local', 'backpack', 'binance']);

export type PriceSource = z.output<typeof priceSource>;

/** Kinds of settings that several processes share. */
export const setting = {
  /**
   * The environment. Production demands more settings, so a mistyped word must not count as another environment. Tests
   * have one of their own.
   */
  environment: z
    .enum(['development', 'production', 'test'], {
      error: ({ input }) => `must be production or development, in these very letters, and is ${JSON.stringify(input)}`,
    })
    .default('development'),
  /** A port under which others find the process. */
  port: (byDefault: number) => wholeNumber(1, 65_535).default(byDefault),
  /** The port of a process that need not be there. */
  portOfAnother: wholeNumber(1, 65_535).optional(),
  /** A port; 0 picks any free one. */
  anyPort: (byDefault: number) => wholeNumber(0, 65_535).default(byDefault),
  count: (byDefault: number) => wholeNumber(1).default(byDefault),
  /** A count that may be zero. */
  number: (byDefault: number, max?: number) => wholeNumber(0, max).default(byDefault),
  /** How long something is kept; 0 for good. */
  days: (byDefault: number) => wholeNumber(0, 36_500).default(byDefault),
  /** The id of an entry of the log. */
  logId: z.string().regex(/^\d{1,16}-\d{1,20}$/, 'must be the id of an entry, such as 1732800000000-0'),
  /** An address to listen on. */
  host: z.string().refine(isHost, 'must be an address of this machine, such as 127.0.0.1, 0.0.0.0 or its name'),
  /** An amount of USDC with at most 6 decimals. */
  money: (byDefault: string) =>
    z
      .string()
      .regex(/^\d{1,9}(\.\d{1,6})?$/, 'must be an amount such as 10000 or 10000.50, below a billion')
      .default(byDefault),
  /** The price sources, in the order of preference. */
  priceSources: z
    .string()
    .default('local')
    .transform((list) => list.split(',').map((name) => name.trim()))
    .pipe(z.array(priceSource))
    .refine((names) => new Set(names).size === names.length, 'names a source twice'),
  redisUrl: z.url({ protocol: /^rediss?$/, error: 'must be a URL such as redis://127.0.0.1:6379' }),
  databaseUrl: z.url({
    protocol: /^postgres(ql)?$/,
    error: 'must be a URL such as postgresql://user:password@host/db',
  }),
  /** The address of the API. Sign-in links begin with it. */
  publicUrl: z
    .url({ protocol: /^https?$/, error: 'must be a URL such as https://fulcrum.example' })
    .refine(isPlain, 'must be a URL such as https://fulcrum.example/path, without anything behind its path'),
  /** The address of the WebSocket for browsers. */
  publicWsUrl: z
    .url({ protocol: /^wss?$/, error: 'must be a URL such as wss://feed.fulcrum.example' })
    .refine(isPlain, 'must be a URL such as wss://fulcrum.example/ws, without anything behind its path'),
  /** Origins of pages. */
  origins,
  /** A folder that is written to, and made if it is missing. */
  folder: z.string({ error: 'must name a folder' }).superRefine((path, context) => {
    const fault = folderFault(path);
    if (fault !== undefined)
      context.addIssue({ code: 'custom', message: `${fault}: set it to a folder that this user may write` });
  }),
  /** A folder that contains a file. */
  folderWith: (file: string, whatItIs: string) =>
    z.string().refine((path) => existsSync(join(path, file)), {
      error: ({ input }) => `${resolve(String(input))} has no ${file}: set it to ${whatItIs}, or unset it`,
    }),
};

/** A whole number in digits alone. Signs, points, exponents and prefixes could be read differently elsewhere. */
function wholeNumber(min: number, max = Number.MAX_SAFE_INTEGER) {
  const range = max === Number.MAX_SAFE_INTEGER ? `of at least ${min}` : `from ${min} to ${max}`;
  const error = `must be a whole number ${range}`;
  return z
    .string()
    .regex(/^\d{1,15}$/, error)
    .transform(Number)
    .pipe(z.number().min(min, error).max(max, error));
}

/** Whether a URL is a host and a path that every proxy passes on unchanged. */
function isPlain(text: string): boolean {
  if (!URL.canParse(text)) return true;
  const { username, password, search, hash, pathname } = new URL(text);
  return username + password + search + hash === '' && /^(\/[\w.~-]+)*\/?$/.test(pathname);
}

/** Whether a text is an address or a name. A name that ends in a number must be an address. */
function isHost(text: string): boolean {
  if (isIP(text) !== 0) return true;
  const labels = text.split('.');
  return (
    labels.every((label) => /^[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9])?$/i.test(label)) && !/^\d+$/.test(labels.at(-1) ?? '')
  );
}
