import type { IncomingMessage, ServerResponse } from 'node:http';
import type { RequestHandler } from 'express';
import helmet from 'helmet';

/** Helmet's headers on every answer. They are the same for all of them, and so are made once. */
export function securityHeaders(): RequestHandler {
  const headers = new Map<string, string>();
  const noted: Pick<ServerResponse, 'removeHeader'> & { setHeader(name: string, value: string): void } = {
    setHeader: (name, value) => headers.set(name, value),
    removeHeader: (name) => headers.delete(name),
  };
  const setAll = helmet({ contentSecurityPolicy: { directives: { upgradeInsecureRequests: null } } });
  setAll({} as IncomingMessage, noted as ServerResponse, (error) => {
    if (error !== undefined) throw error;
  });
  return (_request, response, next) => {
    response.setHeaders(headers);
    next();
  };
}
