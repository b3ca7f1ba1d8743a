/**
 * The path below which the server is reached, as the server wrote it into the page: '' or '/fulcrum'. It is '' for the
 * development server, and outside of a page.
 */
export function publicPath(): string {
  const meta = globalThis.document?.querySelector<HTMLMetaElement>('meta[name="public-path"]');
  return meta?.content.startsWith('/') ? meta.content : '';
}
