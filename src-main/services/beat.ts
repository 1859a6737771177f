/** The desk's own beat: once a minute, on the minute, so that midnight and growing ages show by themselves. */
import type { DeskContext } from './context.ts';
import { giveBackUseless } from './leases.ts';
import { awaitsUses, settleReservations } from './reservations.ts';
import { showAgain } from './show.ts';

const MINUTE = 60_000;

/** Beats until `signal` aborts; what goes wrong in one beat does not end it. */
export async function beat(context: DeskContext, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    await context.timer.sleep(MINUTE - (context.clock.now() % MINUTE), signal);
    if (!signal.aborted) context.push.afterwards(() => onMinute(context));
  }
}

/** Reservations lapse, places of performances that are over go back, and what is on screen is judged by the new minute. */
function onMinute(context: DeskContext): void {
  const { store, syncControl } = context;
  const written = store.transaction(() => [settleReservations(context), giveBackUseless(context)].includes(true));
  if (written.ok && written.value) syncControl.poke('deliver');
  if (awaitsUses(context)) syncControl.poke('uses');
  showAgain(context, 'news');
}
