/** Carriers: how the screen's messages travel to the desk. */
import type { Carrier } from '../../src-shared/desk-api/envelope.ts';

/** `refused`: the desk is there but does not take this page. */
export type Connection = 'connecting' | 'connected' | 'lost' | 'refused';

/** A carrier that also tells how its connection is. */
export interface ScreenCarrier extends Carrier {
  /** Tells the present connection at once and every change afterwards; gives the way to stop. */
  watch(listener: (connection: Connection) => void): () => void;
}
