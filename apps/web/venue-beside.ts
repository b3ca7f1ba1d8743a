import type { ClientRequest, IncomingMessage } from 'node:http';
import type { Plugin } from 'vite';

/** Where the development server has the venue. */
const PATH = '/venue';

/** The usual addresses of a product that runs. The venue takes the session's cookie from the API's own page alone. */
const [VENUE, API] = ['http://localhost:9080', 'http://localhost:4000'];

/** Lets the screen of the development server trade at the venue of a product that runs. */
export function venueBeside(): Plugin {
  return {
    name: 'venue-beside',
    apply: 'serve',
    config: () => ({
      server: {
        proxy: {
          [PATH]: {
            target: VENUE,
            ws: true,
            changeOrigin: true,
            configure: (proxy) => {
              proxy.on('proxyReq', nameOwnPage);
              proxy.on('proxyReqWs', nameOwnPage);
            },
            rewrite: (path) => path.slice(PATH.length) || '/',
          },
        },
      },
    }),
    transformIndexHtml: (page, { server }) => {
      const [own] = server?.resolvedUrls?.local ?? [];
      return own === undefined ? page : page.replace('__VENUE_URL__', new URL(PATH, own).href);
    },
  };
}

/** What the development server's own page sends goes on as if the API's page had sent it. Other pages stay what they are. */
function nameOwnPage(sent: ClientRequest, { headers: { origin, host } }: IncomingMessage): void {
  if (origin === `http://${host}`) sent.setHeader('origin', API);
}
