import { fileURLToPath } from 'node:url';
import { mailSettings } from '@fulcrum/mail';
import {
  commonConfig,
  reachableRedis,
  redisSettings,
  setting,
  usablePublicVenueUrl,
  usablePublicWsUrl,
} from '@fulcrum/service';
import { realSecretInProduction, secretsInTurn, sessionSecret } from '@fulcrum/sessions';
import { z } from 'zod';
import { identityNeeds } from './identity/identity-needs.ts';
import { webhookSecrets } from './wallet/webhooks/webhook-secrets.ts';

const settings = commonConfig.extend({
  API_PORT: setting.port(4000),
  ...redisSettings,
  DATABASE_URL: setting.databaseUrl,
  JWT_SECRET: sessionSecret,
  /** Encrypts what the codes of second factors are made from. Without it, it is made from JWT_SECRET. */
  SECOND_FACTOR_SECRET: sessionSecret.optional(),
  /** Encrypts the documents of identity checks: the first one does, and all decrypt. Without it, it is made from JWT_SECRET. */
  DOCUMENTS_SECRET: secretsInTurn.optional(),
  /** What needs an approved identity. */
  IDENTITY_NEEDED_FOR: identityNeeds,
  /** How long an approved identity lasts. */
  IDENTITY_VALID_DAYS: setting.number(730, 36_500).refine((days) => days > 0, 'must be at least 1'),
  /** Where people reach the API: sign-in links begin with it. */
  PUBLIC_URL: setting.publicUrl.optional(),
  /** Where browsers reach the WebSocket; without it, at this host and WS_PORT. */
  PUBLIC_WS_URL: setting.publicWsUrl.optional(),
  WS_PORT: setting.port(8080),
  /** Where browsers reach the venue; without it, at this host and EXCHANGE_PORT. Without both there is none for them. */
  PUBLIC_VENUE_URL: setting.publicUrl.optional(),
  EXCHANGE_PORT: setting.portOfAnother,
  /** The folder with the built trading screen. */
  WEB_DIR: setting
    .folderWith('index.html', 'the folder of the built trading screen')
    .default(fileURLToPath(new URL('../../web/dist', import.meta.url))),
  /** Links go out over this server, and to the log and the answer when it is not set. */
  ...mailSettings,
  /** The paper deposit of a new user, in USDC. */
  DEMO_DEPOSIT: setting.money('10000'),
  /** Whether users may pay in paper money by themselves: by default everywhere but in production. */
  PAPER_DEPOSITS: z.enum(['on', 'off']).optional(),
  /** Whether staff need a second factor to use the desk: by default in production. */
  STAFF_SECOND_FACTOR: z.enum(['on', 'off']).optional(),
  /** What staff do about more than this, in USDC, takes a second person's yes. */
  SECOND_PERSON_ABOVE: setting.money('1000'),
  /** Whether an order is opened only for who has agreed to the terms: by default where there are no paper deposits. */
  AGREEMENTS_REQUIRED: z.enum(['on', 'off']).optional(),
  /** What a payment provider signs its webhooks with, as `whsec_` and base64; several while one takes another's place. */
  DEPOSIT_WEBHOOK_SECRETS: webhookSecrets.optional(),
  /** Orders, changes and look-ups of one user in ten seconds. */
  ORDER_RATE_LIMIT: setting.count(1_000),
  /** Closings and cancellations of one user in ten seconds. */
  CLOSING_RATE_LIMIT: setting.count(1_000),
  /** Look-ups of unknown orders, of one user in ten seconds. Each of them becomes a command. */
  UNKNOWN_ORDER_RATE_LIMIT: setting.count(100),
  /** Reads of one user in ten seconds over all processes, also the WebSocket's. A list counts once for each hundred orders. */
  ACCOUNT_RATE_LIMIT: setting.count(500),
  /** Commands of one user that may be without the engine's answer at a time. Those whose answer is late count as well. */
  MAX_UNANSWERED_PER_USER: setting.count(1_000),
  /** Requests for candles in ten seconds, of one user, or of one address without a session. Each may cost PostgreSQL 100 ms. */
  CHART_RATE_LIMIT: setting.count(200),
  /** Requests of one user in ten seconds, or of one address without a session. */
  ADDRESS_RATE_LIMIT: setting.count(3_000),
  /** Sign-in requests of one address in a minute. */
  SIGN_IN_RATE_LIMIT: setting.count(100),
  /** Keys that one user makes and deletes in a minute. */
  KEY_RATE_LIMIT: setting.count(60),
  /** Connections at a time. */
  MAX_CONNECTIONS: setting.count(10_000),
  /** Connections of one address at a time, where no proxy stands in front. */
  MAX_CONNECTIONS_PER_ADDRESS: setting.count(1_000),
  /** How many proxies stand in front of the API. Their word about the client's address is trusted. */
  TRUSTED_PROXIES: setting.number(0),
});

/** Whether users pay in paper money by themselves, and may start over. */
export function hasPaperMoney({ PAPER_DEPOSITS, NODE_ENV }: Pick<ApiConfig, 'PAPER_DEPOSITS' | 'NODE_ENV'>): boolean {
  return (PAPER_DEPOSITS ?? (NODE_ENV === 'production' ? 'off' : 'on')) === 'on';
}

/** Whether who works at the desk needs a second factor. */
export function staffNeedSecondFactor({
  STAFF_SECOND_FACTOR,
  NODE_ENV,
}: Pick<ApiConfig, 'STAFF_SECOND_FACTOR' | 'NODE_ENV'>): boolean {
  return (STAFF_SECOND_FACTOR ?? (NODE_ENV === 'production' ? 'on' : 'off')) === 'on';
}

/**
 * A setting that production needs. It is checked even if other settings are wrong, so that every fault is named
 * at once.
 */
function setInProduction(name: keyof z.output<typeof settings>) {
  const check = (config: z.output<typeof settings>) => config.NODE_ENV !== 'production' || config[name] !== undefined;
  return z.refine<z.output<typeof settings>>(check, {
    path: [name],
    message: 'must be set in production',
    when: () => true,
  });
}

/**
 * The first parts of the paths that the API serves. A `PUBLIC_URL` with one of them could not be told from a path below
 * it, since a proxy may strip it or pass it on.
 */
const SERVED = new Set(['api', 'assets', 'desk', 'docs', 'favicon.svg', 'health', 'openapi.json', 'ready']);

function firstOf(publicUrl: string | undefined): string {
  if (publicUrl === undefined || !URL.canParse(publicUrl)) return '';
  return new URL(publicUrl).pathname.split('/')[1] ?? '';
}

/** Whether nobody on the way can read the cookies: the address is of https, or of this machine. */
function keepsCookies(publicUrl: string | undefined): boolean {
  if (publicUrl === undefined || !URL.canParse(publicUrl)) return true;
  const { protocol, hostname } = new URL(publicUrl);
  return protocol !== 'http:' || ['localhost', '127.0.0.1', '[::1]'].includes(hostname);
}

export const apiConfig = settings.check(
  setInProduction('SMTP_URL'),
  setInProduction('MAIL_FROM'),
  setInProduction('PUBLIC_URL'),
  setInProduction('DOCUMENTS_SECRET'),
  z.refine<z.output<typeof settings>>(
    ({ NODE_ENV, PUBLIC_URL }) => NODE_ENV !== 'production' || keepsCookies(PUBLIC_URL),
    {
      path: ['PUBLIC_URL'],
      message: 'must begin with https:// in production, or anybody on the way could take the session’s cookie',
      when: () => true,
    },
  ),
  z.refine<z.output<typeof settings>>(({ PUBLIC_URL }) => !SERVED.has(firstOf(PUBLIC_URL)), {
    path: ['PUBLIC_URL'],
    message: `must have a path that begins with none of ${[...SERVED].join(', ')}: these are served below it`,
    when: () => true,
  }),
  usablePublicWsUrl(),
  usablePublicVenueUrl(),
  ...reachableRedis(),
  realSecretInProduction(),
  realSecretInProduction('DOCUMENTS_SECRET'),
);

export type ApiConfig = z.output<typeof apiConfig>;
