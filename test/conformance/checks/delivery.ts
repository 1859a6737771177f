/** Delivery: what is answered to each item, in which order, and to what comes again. */
import { randomUUID } from 'node:crypto';
import type { ItemAnswer } from '../../../src-shared/registry-api/bodies/delivery.ts';
import { rehashed, type TestDesk } from '../../registry/helpers/desk.ts';
import { next } from '../../registry/helpers/life.ts';
import { Defect, expectProblem, must } from '../http.ts';
import type { Check } from '../check.ts';
import type { Registry } from '../registry.ts';
import { hears } from '../news.ts';

/** A code of the right form that nobody has. */
const NOBODYS = 'Z0000009999';

/** A sale at some performance, uncapped where there is one, and its void. */
async function sale(registry: Registry, desk: TestDesk) {
  const all = await registry.performances();
  const uncapped = all.find(({ cap, kind }) => cap === null && kind !== 'course');
  const { id: performanceId } = uncapped ?? (await registry.performance('at all', () => true));
  return desk.sale({ performanceId, code: registry.options.card ?? NOBODYS, at: new Date().toISOString() });
}

async function deliver(registry: Registry, desk: TestDesk, items: readonly unknown[]): Promise<ItemAnswer[]> {
  const { answers } = await registry.call('deliver', { token: desk.token, body: { epoch: desk.epoch, items } });
  must(answers.length === items.length, `${answers.length} answers to ${items.length} items`);
  return answers;
}

const results = (answers: readonly ItemAnswer[]): string => answers.map(({ result }) => result).join(', ');
const RECORDED: readonly string[] = ['recorded', 'recorded-with-conflict'];

export const DELIVERY_CHECKS: readonly Check[] = [
  {
    title: 'what is delivered is recorded, and what comes again is recorded already, with the same conflicts',
    async run(registry) {
      const desk = await registry.newDesk();
      const item = await sale(registry, desk);
      const takenBack = next(desk, 'voided', item.event, { units: item.event.units, placeTo: 'epoch' }, item.event.at);
      const first = await deliver(registry, desk, [item]);
      must(RECORDED.includes(first[0]?.result ?? ''), `the sale was answered ${results(first)}`);
      const again = await deliver(registry, desk, [item, takenBack]);
      must(again[0]?.result === 'already-recorded', `the same sale again was answered ${again[0]?.result}`);
      must(
        String(again[0].conflicts) === String(first[0]?.conflicts),
        'the same item has other conflicts the second time',
      );
      must(RECORDED.includes(again[1]?.result ?? ''), `its void was answered ${again[1]?.result}`);
      const { epoch } = await registry.call('desk', { token: desk.token });
      must(
        epoch.head?.sequence === 2 && epoch.head.hash === takenBack.event.hash,
        'the epoch’s head is not the last event',
      );
    },
  },
  {
    title: 'a use with a card that nobody has is recorded with a conflict',
    async run(registry) {
      const desk = await registry.newDesk();
      const { id: performanceId } = await registry.performance('at all', () => true);
      const [answer] = await deliver(registry, desk, [
        desk.sale({ performanceId, code: NOBODYS, at: new Date().toISOString() }),
      ]);
      must(answer?.result === 'recorded-with-conflict', `it was answered ${answer?.result}`);
      must(answer.conflicts.includes('card-unknown'), `its conflicts are ${String(answer.conflicts)}`);
    },
  },
  {
    title: 'answers come in the items’ order, and a bad item blocks no other',
    async run(registry) {
      const desk = await registry.newDesk();
      const items = [await sale(registry, desk), await sale(registry, desk), await sale(registry, desk)];
      const broken = { ...items[1], event: { ...items[1]!.event, type: 'nonsense' } };
      const answers = await deliver(registry, desk, [items[0], broken, { what: 'is this' }, items[2]]);
      const ids = answers.map(({ id }) => id);
      const expected = [items[0]!.event.id, items[1]!.event.id, null, items[2]!.event.id];
      must(String(ids) === String(expected), 'the answers are not in the items’ order');
      must(answers[1]?.result === 'refused' && answers[2]?.result === 'refused', `answered ${results(answers)}`);
      must(answers[1].problem === 'request.malformed', `the broken item’s problem is ${answers[1].problem}`);
      must(
        [answers[0], answers[3]].every((each) => RECORDED.includes(each?.result ?? '')),
        `answered ${results(answers)}`,
      );
    },
  },
  {
    title: 'one id with another content is refused',
    async run(registry) {
      const desk = await registry.newDesk();
      const item = await sale(registry, desk);
      await deliver(registry, desk, [item]);
      const other = { ...item, event: rehashed({ ...item.event, children: 1 }) };
      const [answer] = await deliver(registry, desk, [other]);
      must(answer?.result === 'refused', `it was answered ${answer?.result}`);
    },
  },
  {
    title: 'a hash that does not belong to its event is refused',
    async run(registry) {
      const desk = await registry.newDesk();
      const item = await sale(registry, desk);
      const [answer] = await deliver(registry, desk, [{ ...item, event: { ...item.event, hash: 'f'.repeat(64) } }]);
      must(answer?.result === 'refused', `it was answered ${answer?.result}`);
    },
  },
  {
    title: 'an event of a performance that there is not is refused',
    async run(registry) {
      const desk = await registry.newDesk();
      const at = new Date().toISOString();
      const [answer] = await deliver(registry, desk, [desk.sale({ performanceId: randomUUID(), code: NOBODYS, at })]);
      must(answer?.result === 'refused' && answer.problem === 'performance.unknown', `answered ${answer?.problem}`);
    },
  },
  {
    title: 'an epoch that is not the desk’s is a problem with 409',
    async run(registry) {
      const desk = await registry.newDesk();
      const item = await sale(registry, desk);
      const body = { epoch: randomUUID(), items: [item] };
      const answer = await registry.ask('deliver', { token: desk.token, body });
      expectProblem('an unknown epoch', answer, 409, 'epoch.unknown');
    },
  },
  {
    title: 'a sequence that is used twice is recorded, and says that the epoch is forked',
    async run(registry) {
      const desk = await registry.newDesk();
      const [one, other] = [await sale(registry, desk), await sale(registry, desk)];
      await deliver(registry, desk, [one]);
      const twin = { ...other, event: rehashed({ ...other.event, sequence: 1, previousHash: one.event.previousHash }) };
      const body = { epoch: desk.epoch, items: [twin] };
      const { answers, forked } = await registry.call('deliver', { token: desk.token, body });
      must(forked, 'the delivery does not say so');
      must(
        answers[0]?.conflicts.includes('epoch-forked') === true,
        `its conflicts are ${String(answers[0]?.conflicts)}`,
      );
    },
  },
  {
    title: 'a delivery holds 1 to 200 items',
    async run(registry) {
      const desk = await registry.newDesk();
      for (const items of [[], Array.from({ length: 201 }, () => ({}))]) {
        const answer = await registry.ask('deliver', { token: desk.token, body: { epoch: desk.epoch, items } });
        expectProblem(`${items.length} items`, answer, 400, 'request.malformed');
      }
    },
  },
  {
    title: 'a use is in the feed of uses, and push tells of it',
    async run(registry) {
      const desk = await registry.newDesk();
      const item = await sale(registry, desk);
      const start = await registry.call('uses', { token: desk.token, query: { limit: 5_000 } });
      const heard = await hears(registry.url, desk.token, 'uses', registry.options.patience, () =>
        deliver(registry, desk, [item]),
      );
      must(heard, 'push did not tell of the use');
      let page = start;
      for (let pages = 0; pages < 1_000; pages++) {
        page = await registry.call('uses', { token: desk.token, query: { after: page.cursor, limit: 5_000 } });
        if (page.changes.some(({ acquisitionId }) => acquisitionId === item.event.acquisitionId)) return;
        if (!page.more) break;
      }
      throw new Defect('the feed of uses does not have it');
    },
  },
];
