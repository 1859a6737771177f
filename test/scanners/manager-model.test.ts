/** The manager under whatever happens to devices: once all is quiet, every scanner is connected. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { managed, type Managed } from './managed.ts';
import { ADAPTER, deviceOf, KEYBOARD, SERIAL_SCANNER, type MemoryBus, type MemoryDevice } from './memory-bus.ts';

interface Cast {
  readonly on: 'hid' | 'serial';
  readonly device: MemoryDevice;
  readonly id: string;
  readonly is: 'scanner' | 'maybe' | 'other';
}

/** Two that are alike, one with two collections, two serial ones, one that could be anything, and two that are no scanners. */
function cast(): Cast[] {
  const alike = { serialNumber: null };
  return [
    { on: 'hid', device: deviceOf(), id: 'hid:0c2e:0901:S1', is: 'scanner' },
    { on: 'hid', device: deviceOf(alike), id: 'hid:0c2e:0901:', is: 'scanner' },
    { on: 'hid', device: deviceOf(alike), id: 'hid:0c2e:0901:', is: 'scanner' },
    {
      on: 'hid',
      device: deviceOf({ ...KEYBOARD, vendorId: 0x05_e0 }, { vendorId: 0x05_e0 }),
      id: 'hid:05e0:0901:S1',
      is: 'scanner',
    },
    { on: 'hid', device: deviceOf(KEYBOARD), id: 'hid:046d:0901:S1', is: 'other' },
    { on: 'serial', device: deviceOf(SERIAL_SCANNER), id: 'serial:05f9:4204:D1', is: 'scanner' },
    { on: 'serial', device: deviceOf(ADAPTER), id: 'serial:1a86:7523:A1', is: 'maybe' },
    {
      on: 'serial',
      device: deviceOf({ ...ADAPTER, product: 'Receipt Printer' }),
      id: 'serial:1a86:7523:A1',
      is: 'other',
    },
  ];
}

const CAST = cast().length;
const WHICH = fc.nat({ max: CAST - 1 });

const step = fc.oneof(
  {
    arbitrary: fc.record({
      does: fc.constantFrom('plug', 'plug', 'unplug', 'vanish', 'crash', 'scan'),
      which: WHICH,
    }),
    weight: 8,
  },
  {
    arbitrary: fc.record({ does: fc.constantFrom('forbid', 'permit', 'take', 'free', 'break', 'mend'), which: WHICH }),
    weight: 4,
  },
  { arbitrary: fc.record({ does: fc.constantFrom('choose', 'put aside', 'leave'), which: WHICH }), weight: 2 },
  {
    arbitrary: fc.record({ does: fc.constantFrom('blind', 'see', 'sleep', 'faster', 'slower'), which: WHICH }),
    weight: 1,
  },
);
/** Milliseconds between steps: within an opening, within a look, over several. */
const gap = fc.oneof(fc.nat({ max: 30 }), fc.nat({ max: 1_200 }), fc.nat({ max: 15_000 }));
const story = fc.array(fc.tuple(step, gap), { minLength: 5, maxLength: 40 });

function play(world: Managed, actors: readonly Cast[], { does, which }: { does: string; which: number }): void {
  const { on, device: one, id } = actors[which]!;
  const bus: MemoryBus = world[on];
  const { chosen } = choices.get(world)!;
  const isPlugged = plugged.get(world)!;
  const choose = (use: boolean | null): void => {
    const others = chosen.filter((choice) => choice.id !== id);
    const next = use === null ? others : [{ id, use }, ...others];
    choices.set(world, { chosen: next });
    world.configure({ chosen: next });
  };
  switch (does) {
    case 'plug':
      if (!isPlugged.has(which)) bus.plug(one);
      return void isPlugged.add(which);
    case 'unplug':
    case 'vanish':
      bus.unplug(one, does === 'vanish');
      return void isPlugged.delete(which);
    case 'crash':
      return bus.crash(one);
    case 'scan':
      return bus.scan(one, 'A045198723');
    case 'forbid':
    case 'permit':
      one.permitted = does === 'permit';
      return;
    case 'take':
    case 'free':
      one.heldByAnother = does === 'take';
      return;
    case 'break':
    case 'mend':
      one.broken = does === 'break';
      return;
    case 'choose':
    case 'put aside':
      return choose(does === 'choose');
    case 'leave':
      return choose(null);
    case 'blind':
    case 'see':
      bus.blind = does === 'blind';
      return;
    case 'sleep':
      return world.sleep(600_000);
    case 'faster':
    case 'slower':
      return world.configure({ serial: { framing: 'learn', baudRate: does === 'faster' ? 115_200 : 9_600 } });
    default:
      throw new Error(does);
  }
}

const choices = new WeakMap<Managed, { chosen: { id: string; use: boolean }[] }>();
const plugged = new WeakMap<Managed, Set<number>>();

test('whatever is plugged, pulled, refused, failed and chosen: in the end every wanted scanner is connected, once', async () => {
  const seen = { steps: 0, opens: 0, connected: 0, lost: 0, refused: 0 };
  await fc.assert(
    fc.asyncProperty(gap, story, async (firstPause, steps) => {
      const world = managed();
      const actors = cast();
      choices.set(world, { chosen: [] });
      plugged.set(world, new Set());
      for (const which of actors.keys()) play(world, actors, { does: 'plug', which });
      await world.pass(firstPause);
      for (const [happening, milliseconds] of steps) {
        play(world, actors, happening);
        await world.pass(milliseconds);
        seen.steps += 1;
      }
      for (const actor of actors) Object.assign(actor.device, { permitted: true, heldByAnother: false, broken: false });
      world.hid.blind = false;
      world.serial.blind = false;
      await world.pass(25_000);

      expect([...world.hid.violations, ...world.serial.violations]).toEqual([]);
      const { chosen } = choices.get(world)!;
      const open = actors.map(({ on, device: one }) => world[on].handleOf(one) !== null);
      // Of two that are alike, which has the number is a matter of when each was plugged in.
      const chosenOf = (which: number): boolean | null => {
        const { on, device: one, id } = actors[which]!;
        const own = world[on].handleOf(one)?.id ?? id;
        return chosen.find((choice) => choice.id === own)?.use ?? null;
      };
      for (const [which, { is, id }] of actors.entries()) {
        const isPlugged = plugged.get(world)!.has(which);
        if (is === 'other') expect(open[which], 'what is no scanner is open').toBe(false);
        else if (!isPlugged) expect(open[which]).toBe(false);
        else if (id !== 'hid:0c2e:0901:') {
          const wanted = is === 'scanner' ? chosenOf(which) !== false : chosenOf(which) === true;
          expect(open[which], `${id} plugged in, chosen ${chosenOf(which)}`).toBe(wanted);
        }
      }
      const alike = [1, 2].filter((which) => plugged.get(world)!.has(which));
      const alikeOpen = alike.filter((which) => open[which]).length;
      const isOneAside = chosen.some(({ id, use }) => id === 'hid:0c2e:0901:' && !use);
      if (isOneAside) expect(alikeOpen).toBeGreaterThanOrEqual(alike.length - 1);
      else expect(alikeOpen).toBe(alike.length);

      const connected = world.devices().filter(({ state }) => state === 'connected');
      expect(connected).toHaveLength(open.filter(Boolean).length);
      for (const { state } of world.devices()) expect(['connected', 'found', 'lost']).toContain(state);

      seen.opens += world.hid.tries.length + world.serial.tries.length;
      const states = new Set(world.told.flat().map(({ state }) => state));
      seen.connected += connected.length;
      if (states.has('lost')) seen.lost += 1;
      if (states.has('busy') || states.has('no-permission')) seen.refused += 1;

      const stopping = world.manager.stop();
      await world.pass(3_000);
      await stopping;
      expect(actors.every(({ on, device: one }) => world[on].handleOf(one) === null)).toBe(true);
    }),
    { seed: 20_261_123, numRuns: 300 },
  );
  // The stories were about something.
  expect(seen.connected).toBeGreaterThan(400);
  expect(seen.lost).toBeGreaterThan(100);
  expect(seen.refused).toBeGreaterThan(25);
}, 120_000);
