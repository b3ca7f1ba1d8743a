export { type CheckedInput, inputCheck, type RouteInput } from './checked-input.ts';
export { toProblem } from './faults.ts';
export { AccountTries } from './guesses/account-tries.ts';
export { type Account, Guesses } from './guesses/guesses.ts';
export { Misses } from './guesses/misses.ts';
export { json, signedJson } from './json-body.ts';
export { BodyBytes } from './limits/body-bytes.ts';
export { InFlight } from './limits/in-flight.ts';
export { limitPipelined } from './limits/pipelined.ts';
export { RateLimit, type Sender, type SenderOf } from './limits/rate-limit.ts';
export { Refusals } from './limits/refusals.ts';
export { inTurns } from './limits/turns.ts';
export { limitUnsentAnswers } from './limits/unsent-answers.ts';
export { methodNotAllowed, notFound, READ } from './not-found.ts';
export {
  beginProblem,
  bodyTooLarge,
  CHALLENGE,
  invalidInput,
  MAX_BODY_BYTES,
  PROBLEM_TYPE,
  Problem,
  problemSchema,
  problemText,
  sendProblem,
  unavailable,
  unreadablePath,
} from './problem.ts';
export { headersOf, PAGE, securityHeaders } from './security-headers.ts';
export { answerUnparsed, type PrintProblem } from './unparsed-requests.ts';
