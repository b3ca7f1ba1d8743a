import { createServer, type Server } from 'node:http';
import { limitUnsentAnswers, methodNotAllowed, notFound, READ, securityHeaders } from '@fulcrum/http';
import { type Logger, limitPeers, networkOf, publicPath, withoutPath } from '@fulcrum/service';
import type { LastUses } from '@fulcrum/sessions';
import cookieParser from 'cookie-parser';
import express, { type Express, type Request, type RequestHandler, type Response } from 'express';
import { recallKey } from '../keys/access.ts';
import { createApiLimits } from '../limits/api-limits.ts';
import { docsPage } from '../pages/docs-page.ts';
import { webPages } from '../pages/web-page.ts';
import { readSession } from '../sign-in/session.ts';
import { type ApiParts, apiRouter } from './api-router.ts';
import { limitBodyTime } from './bodies/body-time.ts';
import { continueWithSmallBodies, refusedByLength } from './bodies/declared-length.ts';
import { UploadPaths } from './bodies/upload-paths.ts';
import { errorHandler } from './error-handler.ts';
import { finalHandler } from './final-handler.ts';
import { API_PREFIX, openApiDocument } from './openapi.ts';
import { answerParserFaults, refusedWithoutHost } from './parser-problems.ts';

/** The bytes of answers that all clients together may leave unread. */
const MAX_UNSENT_BYTES = 256 * 1_024 * 1_024;

/** A file of five megabytes may come from a phone. All else is small, and nobody needs long for it. */
const UPLOAD_LIMIT_MS = 90_000;
const BODY_LIMIT_MS = 15_000;

const refuseOthers = methodNotAllowed(READ);

export interface ServerParts extends ApiParts {
  readonly logger: Logger;
  readonly sessionUses: Pick<LastUses, 'note'>;
  /** Why the process is not ready, or undefined when it is. */
  readonly notReady: () => string | undefined;
}

/** The HTTP server, not listening yet. It cuts off clients that send slowly, and those beyond the limits of connections. */
export function createHttpServer(parts: ServerParts): Server {
  const path = publicPath(parts.config.PUBLIC_URL);
  const app = createApp(parts, path);
  const uploads = new UploadPaths(
    parts.routes.map(({ definition }) => definition),
    path,
  );
  const limits = { requestTimeout: UPLOAD_LIMIT_MS, headersTimeout: 10_000, keepAliveTimeout: 65_000 };
  const options = { ...limits, connectionsCheckingInterval: 2_000, requireHostHeader: false };
  const server = createServer(options, (request, response) => {
    if (refusedWithoutHost(request, response) || refusedByLength(request, response, uploads)) return;
    if (!uploads.isUpload(request)) limitBodyTime(server, request, BODY_LIMIT_MS);
    request.url = withoutPath(request.url ?? '/', path);
    app(request as Request, response as Response, finalHandler(response as Response));
  });
  answerParserFaults(server);
  continueWithSmallBodies(server, uploads);
  server.maxRequestsPerSocket = 0;
  server.maxConnections = parts.config.MAX_CONNECTIONS;
  const onDropped = parts.metrics.watchConnections(server);
  const unsent = limitUnsentAnswers(server, MAX_UNSENT_BYTES, onDropped);
  parts.metrics.gauge('api_unsent_bytes', 'Bytes of answers that clients have not taken yet.', unsent);
  const { TRUSTED_PROXIES: proxies, MAX_CONNECTIONS_PER_ADDRESS: max } = parts.config;
  // Behind a proxy all connections come from its address, so they cannot be limited by address.
  if (proxies === 0) limitPeers(server, { max, peerOf: networkOf, onDropped });
  return server;
}

/** @param path below which people reach the server; it is served without it. */
function createApp(parts: ServerParts, path: string): Express {
  const { config, logger, metrics, revoked, keys, sessionUses, sharedRates, routes, lacks, notReady } = parts;
  const app = express();
  const definitions = routes.map(({ definition }) => definition);
  const document = openApiDocument(definitions, path);
  const description = JSON.stringify(document);
  const limits = createApiLimits(config, sharedRates, metrics);
  const counted = [
    cookieParser(),
    readSession(config, revoked, metrics, (sessionId) => sessionUses.note(sessionId)),
    recallKey(keys, config.TRUSTED_PROXIES),
    limits.address.handler,
  ];
  app.disable('x-powered-by');
  app.disable('etag');
  app.set('trust proxy', config.TRUSTED_PROXIES);
  app.set('query parser', 'simple');
  // The routes that are asked for most come first: Express tries one path after the other.
  app.use(API_PREFIX, securityHeaders('data'), apiRouter(parts, { limits, counted, description }));
  app.use(securityHeaders('page'));
  app.all(['/', '/favicon.svg', '/health', '/ready', '/openapi.json'], onlyRead);
  app.use(['/assets', '/desk', '/docs'], onlyRead);
  app.get('/health', (_request, response) => void response.json({ status: 'ok' }));
  app.get('/ready', (_request, response) => {
    const reason = notReady();
    if (reason !== undefined) return void response.status(503).json({ status: 'not ready', reason });
    const opening = lacks.clock();
    response.json({ status: 'ready', ...(opening === undefined ? {} : { opening: 'not ready', reason: opening }) });
  });
  // Health has no limit: whoever asks whether the process is alive may ask as often as they like.
  app.use(...counted);
  const screen = webPages(config.WEB_DIR, config);
  if (screen === undefined) {
    logger.warn({ directory: config.WEB_DIR }, 'the trading screen is not built (npm run -w @fulcrum/web build)');
    app.get('/', (_request, response) => response.redirect(302, `${path}/docs/`));
  } else {
    app.use(screen);
  }
  app.get('/openapi.json', (_request, response) => void response.type('json').send(description));
  app.use('/docs', docsPage(document, path));
  app.use(notFound);
  app.use(errorHandler(logger));
  return app;
}

/** What serves a folder's files would answer any method alike, or leave it to others. */
const onlyRead: RequestHandler = (request, response, next) => {
  if (READ.includes(request.method)) next();
  else refuseOthers(request, response, next);
};
