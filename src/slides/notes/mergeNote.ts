/**
 * A note that was changed in two places since both read it. Nothing of either is lost: where one has only added
 * before or after what was there, both changes are made; else both texts stand, one below the other.
 */
export function mergeNote(base: string, mine: string, theirs: string): string {
  if (theirs === base || mine === theirs) return mine;
  if (mine === base) return theirs;
  if (base !== '' && theirs.startsWith(base)) return mine + theirs.slice(base.length);
  if (base !== '' && theirs.endsWith(base)) return theirs.slice(0, -base.length) + mine;
  if (base !== '' && mine.startsWith(base)) return theirs + mine.slice(base.length);
  if (base !== '' && mine.endsWith(base)) return mine.slice(0, -base.length) + theirs;
  return [theirs, mine].filter((text) => text.trim() !== '').join('\n\n');
}
