export { isOfAge, MIN_AGE } from './checks/age.ts';
export { IDENTITY_STATES, type IdentityState, identityState, isOpenToChange } from './checks/identity-state.ts';
export { type CheckedDocument, checkDocument } from './documents/check-document.ts';
export { DocumentBox } from './documents/document-box.ts';
export {
  DOCUMENT_KINDS,
  type DocumentKind,
  MAX_DOCUMENT_BYTES,
  MAX_DOCUMENTS,
  NEEDED_KINDS,
} from './documents/document-kinds.ts';
export { MEDIA_TYPES, type MediaType } from './documents/media-types.ts';
export { type Answers, assess, faultsOf, RESULTS, type Result } from './questionnaire/assess.ts';
export { QUESTIONNAIRE, TOPICS } from './questionnaire/questions.ts';
