/** Addresses of the screen under Electron: a scheme of our own, because a page of `file:` may start no worker and fetch nothing. */
import { extname, resolve, sep } from 'node:path';

export const SCREEN_SCHEME = 'kaikudesk';
const SCREEN_ORIGIN = `${SCREEN_SCHEME}://screen`;

/** The page. */
export const SCREEN_PAGE = `${SCREEN_ORIGIN}/index.html`;

/** Types of what the screen is built of; anything else is not served. */
const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.wasm': 'application/wasm',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.woff2': 'font/woff2',
};

/** Whether an origin or an address is our own page's. */
export function isOurs(address: string): boolean {
  return address === SCREEN_ORIGIN || address.startsWith(`${SCREEN_ORIGIN}/`);
}

/** The file in `folder`, and its type, that an address stands for; null where it would lie outside, or is no part of a screen. */
export function screenFile(folder: string, address: string): { readonly path: string; readonly type: string } | null {
  if (!isOurs(address) || !URL.canParse(address)) return null;
  const name = decoded(new URL(address).pathname);
  if (name === null || name.includes('\0') || name.includes('\\')) return null;
  const path = resolve(folder, `.${name}`);
  const type = TYPES[extname(path)];
  return path.startsWith(resolve(folder) + sep) && type !== undefined ? { path, type } : null;
}

function decoded(path: string): string | null {
  try {
    return decodeURIComponent(path);
  } catch {
    return null;
  }
}
