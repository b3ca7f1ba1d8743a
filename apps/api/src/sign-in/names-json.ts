import type { Request } from 'express';

/**
 * Whether a request asks for JSON by its name, and for no page before it. Whoever takes anything, as programs do that
 * only look, has not asked for a session.
 */
export function namesJson(request: Pick<Request, 'accepts'>): boolean {
  const accepted = request.accepts().map((type) => type.toLowerCase());
  const [json, page] = [accepted.indexOf('application/json'), accepted.indexOf('text/html')];
  return json >= 0 && (page < 0 || json < page);
}

/** Whether whoever sends a request looks at the answer in a browser. Who names JSON, or takes anything, gets JSON. */
export function wantsPage(request: Pick<Request, 'accepts'>): boolean {
  return !namesJson(request) && request.accepts(['json', 'html']) === 'html';
}
