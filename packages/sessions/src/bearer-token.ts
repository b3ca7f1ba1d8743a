/** The token in a header `Authorization: Bearer ...`, or undefined. It need not be a good one. */
export function bearerToken(authorization: string | undefined): string | undefined {
  return /^Bearer ([\w.-]+)$/i.exec(authorization ?? '')?.[1];
}
