import { MAX_DOCUMENT_BYTES, MEDIA_TYPES } from '@fulcrum/identity';
import { type Route, type RouteDefinition, route } from '../http/route.ts';
import type { IdentityController } from './identity.controller.ts';
import {
  documentParams,
  documentQuery,
  documentReply,
  fileReply,
  identityReply,
  questionnaireReply,
  submissionBody,
} from './identity-schemas.ts';

const own = { tag: 'account', access: 'session', waitsFor: 'database' } as const satisfies Partial<RouteDefinition>;
const mediaTypes = Object.keys(MEDIA_TYPES);
const responses = { 200: { description: 'How it stands', schema: identityReply } };

/** The check of who a client is. No key of a program may use it. */
export function identityRoutes(identity: IdentityController): Route[] {
  return [...checkRoutes(identity), ...documentRoutes(identity)];
}

function checkRoutes(identity: IdentityController): Route[] {
  return [
    route(
      {
        ...own,
        method: 'get',
        path: '/account/identity',
        summary: 'How the check of your identity stands, and what it still keeps you from',
        responses,
      },
      ({ session }) => identity.state(session),
    ),
    route(
      {
        ...own,
        method: 'get',
        path: '/account/identity/questionnaire',
        waitsFor: 'nothing',
        summary: 'The questions that are asked, with their choices',
        responses: { 200: { description: 'The present version', schema: questionnaireReply } },
      },
      () => identity.questionnaire(),
    ),
    route(
      {
        ...own,
        method: 'post',
        path: '/account/identity/submit',
        limit: 'settings',
        summary: 'Say who you are, answer the questions, and have it all checked',
        description:
          'It needs the documents `identity_front` and `address_proof`. Who is warned by their answers sends it again with `hasReadWarning`. From then on nothing is changed until it is decided.',
        body: submissionBody,
        responses,
      },
      ({ session, body }) => identity.submit(session, body),
    ),
  ];
}

function documentRoutes(identity: IdentityController): Route[] {
  return [
    route(
      {
        ...own,
        method: 'post',
        path: '/account/identity/documents',
        limit: 'uploads',
        summary: 'Send a document: the body is the file',
        description:
          'A PNG, a JPEG or a PDF of at most 5 MB. What it is is found out by its content; the header Content-Type has to say the same. Files that are two things at once, go on behind their end, or have scripts are refused.',
        query: documentQuery,
        upload: { mediaTypes, maxBytes: MAX_DOCUMENT_BYTES },
        responses: { 201: { description: 'It is kept, encrypted', schema: documentReply } },
      },
      ({ session, query, file, request }) => identity.addDocument(session, query, file, request),
    ),
    route(
      {
        ...own,
        method: 'get',
        path: '/account/identity/documents/:id',
        limit: 'uploads',
        summary: 'One of your documents, as you sent it',
        params: documentParams,
        responses: { 200: { description: 'The file', schema: fileReply, otherTypes: mediaTypes } },
      },
      ({ session, params }) => identity.document(session, params.id),
    ),
    route(
      {
        ...own,
        method: 'delete',
        path: '/account/identity/documents/:id',
        limit: 'settings',
        summary: 'Delete one of your documents, while nothing is being checked',
        params: documentParams,
        responses,
      },
      ({ session, params }) => identity.deleteDocument(session, params.id),
    ),
  ];
}
