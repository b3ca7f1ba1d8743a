/** What stands before a user's id. Without the opening quote it is found twice as fast: quotes are everywhere. */
const USER = 'userId":"';
const UUID_LENGTH = 36;

/**
 * Whether a callback entry may have recipients at this process, and so has to be parsed. Most entries are about users who
 * are connected elsewhere or not at all, and there may be thousands in a second. So the users' ids are searched for in
 * the text, which takes a tenth of the time. An entry in which none is found concerns all users, or is printed in another
 * way, and is parsed.
 *
 * @param isFollowed whether a client of this process follows a user.
 */
export function mayHaveRecipients(text: string, isFollowed: (userId: string) => boolean): boolean {
  let at = text.indexOf(USER);
  if (at < 0) return true;
  for (; at >= 0; at = text.indexOf(USER, at)) {
    at += USER.length;
    if (isFollowed(text.slice(at, at + UUID_LENGTH))) return true;
  }
  return false;
}
