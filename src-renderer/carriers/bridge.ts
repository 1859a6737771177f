/** Electron's carrier: the functions that the sandboxed preload exposes. */
import type { Carrier } from '../../src-shared/desk-api/envelope.ts';
import type { ScreenCarrier } from './connection.ts';

declare global {
  interface Window {
    /** Exposed by the preload of the Electron host; not there under the web host. */
    readonly kaikudesk?: Carrier;
  }
}

/** The preload's functions as a carrier: connected as long as the window lives. */
export function createBridgeCarrier(bridge: Carrier): ScreenCarrier {
  return {
    call: (message) => bridge.call(message),
    subscribe: (listener) => bridge.subscribe(listener),
    watch(listener) {
      listener('connected');
      return () => undefined;
    },
  };
}
