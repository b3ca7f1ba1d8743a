/**
 * The origin of the pages at which people reach Fulcrum. A page of it is our own, whatever a proxy makes of the header
 * `Host`.
 */
export function publicOrigin(publicUrl: string | undefined): string | undefined {
  return publicUrl === undefined ? undefined : new URL(publicUrl).origin;
}
