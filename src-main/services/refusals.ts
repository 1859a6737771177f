/** Refusals are recorded too, under the performance they were for (field lesson 18), never before they are on screen. */
import type { DeskContext } from './context.ts';
import type { JudgedScan } from './session.ts';

type Refused = Pick<JudgedScan, 'performanceId' | 'cardKey' | 'verdict'>;

/** Notes a refusal in the ledger once the screen has its verdict. A disk that refuses costs this note, no sale. */
export function noteRefusal(context: DeskContext, { performanceId, cardKey, verdict }: Refused): void {
  const { store, ids, clock, push, syncControl } = context;
  const [first, ...others] = verdict.reasons.map(({ code }) => code);
  if (first === undefined) return;
  const at = new Date(clock.now()).toISOString();
  push.afterwards(() => {
    const noted = store.transaction(() =>
      store.ledger.append(
        { type: 'refused', id: ids.next(), at, performanceId, cardKey, reasons: [first, ...others] },
        null,
      ),
    );
    if (!noted.ok) return;
    syncControl.poke('deliver');
    push.changed();
  });
}
