import { runningProduct } from './runtime-file.ts';

const USUAL_PORT = 4_000;

/** Where people reach the product that is meant, without a slash at the end. */
export function publicUrl(env: NodeJS.ProcessEnv): string {
  return (env.PUBLIC_URL || `http://localhost:${apiPort(env)}`).replace(/\/+$/, '');
}

/** Where programs on this machine reach its API. */
export function localApiUrl(env: NodeJS.ProcessEnv): string {
  return `http://127.0.0.1:${apiPort(env)}`;
}

function apiPort(env: NodeJS.ProcessEnv): string | number {
  return env.API_PORT || (runningProduct(env).running?.apiPort ?? USUAL_PORT);
}
