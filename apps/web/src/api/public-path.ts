/** Below which path the page's server is, as it said itself: '' or '/fulcrum'. While the screen is worked on, none. */
export function publicPath(): string {
  const told = document.querySelector<HTMLMetaElement>('meta[name="public-path"]')?.content ?? '';
  return told.startsWith('/') ? told : '';
}
