import { problemSchema } from '@fulcrum/http';
import type { z } from 'zod';
import { createDocument, type ZodOpenApiPathsObject } from 'zod-openapi';
import { type Access, isOfStaff, type StaffAccess } from '../keys/access.ts';
import type { RouteDefinition, Upload } from './route.ts';

/** Where all routes of the API are mounted. */
export const API_PREFIX = '/api/v1';

const SESSION = [{ bearer: [] }, { cookie: [] }];

const SECURITY: Readonly<Record<Exclude<Access, StaffAccess>, { readonly [scheme: string]: string[] }[]>> = {
  public: [],
  session: SESSION,
  read: [...SESSION, { key: ['read'] }],
  trade: [...SESSION, { key: ['trade'] }],
};

const WITHOUT_ENGINE = 'The engine cannot be reached: nothing was done';

/**
 * The OpenAPI document, made of the same schemas that check the requests.
 *
 * @param publicPath below which people reach the API.
 */
export function openApiDocument(definitions: readonly RouteDefinition[], publicPath: string) {
  const paths: ZodOpenApiPathsObject = {};
  for (const definition of definitions) {
    const path = API_PREFIX + definition.path.replace(/:(\w+)/g, '{$1}');
    paths[path] = { ...paths[path], [definition.method]: operation(definition) };
  }
  return createDocument({
    openapi: '3.1.0',
    info: {
      title: 'Fulcrum',
      version: '1',
      description: 'Leveraged CFD trading. Amounts are decimal numbers in strings; times are milliseconds since 1970.',
    },
    ...(publicPath === '' ? {} : { servers: [{ url: publicPath }] }),
    components: {
      securitySchemes: {
        bearer: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT' },
        key: {
          type: 'http',
          scheme: 'bearer',
          bearerFormat: 'fk_…',
          description: 'A key of a program, where a route names the scope that it needs. `POST /auth/keys` makes one.',
        },
        cookie: {
          type: 'apiKey',
          in: 'cookie',
          name: 'fulcrum_session',
          description: 'Where the API is reached by https, its name is __Host-fulcrum_session.',
        },
      },
    },
    paths,
  });
}

function operation(definition: RouteDefinition) {
  const { summary, description, tag, access, needs = [], body, upload, query, params, responses } = definition;
  const replies = Object.entries(responses).map(([status, { description, schema, otherTypes = [] }]) => {
    const others = Object.fromEntries(otherTypes.map((type) => [type, { schema: { type: 'string' } as const }]));
    return [status, { description, content: { 'application/json': { schema }, ...others } }];
  });
  const problem = { description: 'A problem', content: { 'application/problem+json': { schema: problemSchema } } };
  const withoutNeeds = needs.includes('engine') ? { 503: { ...problem, description: WITHOUT_ENGINE } } : {};
  return {
    summary,
    ...(description === undefined ? {} : { description }),
    tags: [tag],
    ...(isOfStaff(access) ? { security: SESSION, 'x-roles': access.staff } : { security: SECURITY[access] }),
    ...(body === undefined
      ? {}
      : { requestBody: { content: { 'application/json': { schema: body } }, required: true } }),
    ...(upload === undefined ? {} : { requestBody: { content: fileOf(upload), required: true } }),
    ...(query === undefined && params === undefined ? {} : { requestParams: requestParams(query, params) }),
    responses: { ...Object.fromEntries(replies), ...withoutNeeds, default: problem },
  };
}

function fileOf({ mediaTypes, maxBytes }: Upload) {
  const schema = { type: 'string', format: 'binary', maxLength: maxBytes } as const;
  return Object.fromEntries(mediaTypes.map((type) => [type, { schema }]));
}

function requestParams(query: z.ZodType | undefined, params: z.ZodType | undefined) {
  return { ...(query && { query: query as z.ZodObject }), ...(params && { path: params as z.ZodObject }) };
}
