/**
 * Below which path the page's server is, as it said itself: '' or '/fulcrum'. There is none while the screen is worked
 * on, and outside of a page.
 */
export function publicPath(): string {
  const meta = globalThis.document?.querySelector<HTMLMetaElement>('meta[name="public-path"]');
  return meta?.content.startsWith('/') ? meta.content : '';
}
