/** Keeps the view in step with the desk: asks for the state on every connection, takes every push. */
import type { DeskClient } from '../../src-shared/desk-api/client.ts';
import type { ScreenCarrier } from '../carriers/connection.ts';
import { takeState, type ViewStore } from './view.ts';

/** Starts following; runs as long as the page. */
export function followDesk(carrier: ScreenCarrier, client: DeskClient, view: ViewStore): void {
  let pushes = 0;
  client.onState((state) => {
    pushes += 1;
    if (state === null) view.setState({ desk: null, chosen: null, scanning: false });
    else takeState(view, state);
  });

  async function ask(): Promise<void> {
    const before = pushes;
    const answer = await client.call('desk.state', null);
    // A push that overtook the answer is newer.
    if (answer.ok && pushes === before) takeState(view, answer.value);
    else if (!answer.ok) view.setState({ notice: answer.error });
    // Left open by a page that went away: nobody should scan for sales where nothing is sold.
    if (answer.ok && answer.value.scanners.test !== null) await client.call('scanners.test', { open: false });
  }

  carrier.watch((connection) => {
    view.setState({ connection });
    if (connection === 'connected') void ask();
  });
}
