import type { IncomingMessage, ServerResponse } from 'node:http';
import type { RequestHandler } from 'express';
import helmet, { type HelmetOptions } from 'helmet';

/** An answer that a browser shows as a page: it loads nothing from elsewhere, and nobody may frame it. */
export const PAGE: HelmetOptions = {
  contentSecurityPolicy: {
    directives: {
      fontSrc: ["'self'"],
      styleSrc: ["'self'", "'unsafe-inline'"],
      frameAncestors: ["'none'"],
      upgradeInsecureRequests: null,
    },
  },
  frameguard: { action: 'deny' },
};

/**
 * An answer of data loads nothing, and nobody may frame it. It lacks the headers that say what a page may do: they mean
 * nothing here, and would be half of the answer's bytes.
 */
const DATA: HelmetOptions = {
  contentSecurityPolicy: { useDefaults: false, directives: { defaultSrc: ["'none'"], frameAncestors: ["'none'"] } },
  frameguard: { action: 'deny' },
  crossOriginOpenerPolicy: false,
  dnsPrefetchControl: false,
  ieNoOpen: false,
  originAgentCluster: false,
  permittedCrossDomainPolicies: false,
  xssFilter: false,
};

/** Puts helmet's headers on every answer. */
export function securityHeaders(kind: 'page' | 'data'): RequestHandler {
  const headers = headersOf(kind);
  return (_request, response, next) => {
    response.setHeaders(headers);
    next();
  };
}

/** The headers are the same for all answers of a kind, so they are made once. */
export function headersOf(kind: 'page' | 'data'): Map<string, string> {
  const headers = new Map<string, string>();
  const noted: Pick<ServerResponse, 'removeHeader'> & { setHeader(name: string, value: string): void } = {
    setHeader: (name, value) => headers.set(name, value),
    removeHeader: (name) => headers.delete(name),
  };
  helmet(kind === 'page' ? PAGE : DATA)({} as IncomingMessage, noted as ServerResponse, (error) => {
    if (error !== undefined) throw error;
  });
  return headers;
}
