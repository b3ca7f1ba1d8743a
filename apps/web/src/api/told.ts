/** What the server wrote into the page; undefined on the development server, and outside of a page. */
export function told(name: 'feed-url' | 'venue-url' | 'public-path' | 'paper-money'): string | undefined {
  return globalThis.document?.querySelector<HTMLMetaElement>(`meta[name="${name}"]`)?.content;
}
