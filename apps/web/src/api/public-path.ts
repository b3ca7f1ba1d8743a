import { told } from './told.ts';

/**
 * The path below which the server is reached: '' or '/fulcrum'. It is '' for the development server, and outside of a
 * page.
 */
export function publicPath(): string {
  const path = told('public-path');
  return path?.startsWith('/') ? path : '';
}
