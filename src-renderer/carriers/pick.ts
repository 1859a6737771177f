/** Which carrier this page has: the bridge inside Electron, a socket otherwise. */
import { createBridgeCarrier } from './bridge.ts';
import type { ScreenCarrier } from './connection.ts';
import { createSocketCarrier } from './socket.ts';
import { takeToken } from './token.ts';

/** Makes the carrier of this page. */
export function pickCarrier(): ScreenCarrier {
  if (window.kaikudesk !== undefined) return createBridgeCarrier(window.kaikudesk);
  return createSocketCarrier(`ws://${location.host}/desk`, takeToken());
}
