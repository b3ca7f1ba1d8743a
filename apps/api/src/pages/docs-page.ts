import { Router } from 'express';
import swaggerUi from 'swagger-ui-express';

/** None of the page's files has a name that would be written with escapes, but each could be. */
const ESCAPED = /%/;

const NOT_OURS = [ESCAPED, '/index.html', '/swagger-initializer.js', '/package.json', '/*folder/:name'];

/**
 * The description of the API for people, at /docs/. What is not a file of it is left to others.
 *
 * @param path below which people reach the API.
 */
export function docsPage(document: object, path: string): Router {
  const router = Router();
  const page = swaggerUi.setup(document, { customSiteTitle: 'Fulcrum API' });
  router.get('/', (request, response, next) => {
    // The page loads its files from beside it. Without the slash at the end these paths would lead elsewhere.
    if (request.originalUrl.split('?')[0]?.endsWith('/')) page(request, response, next);
    else response.redirect(302, `${path}/docs/`);
  });
  // The library brings a start page of its own, about somebody else's API. Its names are left to others, in any folder.
  router.get(NOT_OURS, (_request, _response, next) => next('router'));
  // A folder has no page. A redirect to one would not know the path below which the API is served.
  router.use(swaggerUi.serveWithOptions({ redirect: false }));
  return router;
}
