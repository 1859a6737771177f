/** Tells of each opening, so that the desk knows at which one this process died. */
import type { Bus, DriverNews } from './ports.ts';

/**
 * The buses. `oneByOne`: a device is opened when the one before it has been, whatever the bus, so that nobody is suspected who
 * was merely opened at the same time.
 */
export function tellingOpenings(buses: readonly Bus[], oneByOne: boolean, tell: (news: DriverNews) => void): Bus[] {
  let before: Promise<unknown> = Promise.resolve();
  return buses.map((bus) => {
    const open: Bus['open'] = async (...how) => {
      const [, id] = how;
      tell({ tell: 'opening', id });
      try {
        return await bus.open(...how);
      } finally {
        tell({ tell: 'opened', id });
      }
    };
    const inTurn: Bus['open'] = (...how) => {
      const opening = before.then(() => open(...how));
      before = opening.catch(() => undefined);
      return opening;
    };
    return { kind: bus.kind, list: () => bus.list(), open: oneByOne ? inTurn : open };
  });
}
