/** Serves the built screen to Electron's window, with the headers that the web host sends. */
import { readFile } from 'node:fs/promises';
import { protocol } from 'electron';
import { screenHeaders } from '../screen-headers.ts';
import { SCREEN_SCHEME, screenFile } from './screen-address.ts';

/** Makes the scheme one like `https:`, with an origin, workers and `fetch`. Before the app is ready. */
export function registerScreenScheme(): void {
  protocol.registerSchemesAsPrivileged([
    { scheme: SCREEN_SCHEME, privileges: { standard: true, secure: true, supportFetchAPI: true } },
  ]);
}

/** Answers every request of the scheme from a folder, and from nowhere else. Once the app is ready. */
export function serveScreen(folder: string): void {
  protocol.handle(SCREEN_SCHEME, async ({ method, url }) => {
    const file = method === 'GET' ? screenFile(folder, url) : null;
    const bytes = file === null ? null : await readFile(file.path).catch(() => null);
    if (file === null || bytes === null) return new Response(null, { status: 404, headers: screenHeaders(null) });
    return new Response(bytes, { headers: { ...screenHeaders(null), 'Content-Type': file.type } });
  });
}
