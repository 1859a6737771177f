import { describe, expect, test } from 'vitest';
import { SnapshotRejected } from '../../src-main/services/card-cache.ts';
import { onlineDesk } from '../simulation/online-desk.ts';
import { ACTIVE, keyOf } from './snapshots.ts';

describe('the card list', () => {
  test('a snapshot that is rejected is shown and not downloaded again and again', async () => {
    const { time, desk, cards, network } = await onlineDesk(({ cards: cache }) => {
      cache.breaksWith = new SnapshotRejected('signature');
    });
    expect(desk.last()).toMatchObject({ trouble: 'cards.rejected', loadingCards: false });
    await time.pass(300_000);
    expect(cards.cursor()).toBeNull();
    expect(network.asked.filter(({ path }) => path.startsWith('/v1/snapshots/'))).toHaveLength(1);
  });

  test('a damaged list is thrown away and fetched anew', async () => {
    const { time, cards, model, desk } = await onlineDesk();
    const apply = cards.apply.bind(cards);
    cards.apply = () => {
      cards.wipe();
      cards.apply = apply;
      throw new Error('malformed');
    };
    model.change('cards', { key: keyOf(2), card: ACTIVE });
    await time.pass(500);
    expect([cards.installs, cards.rows.size, desk.last().trouble]).toEqual([2, 2, null]);
  });

  test('a list that a reader found damaged is looked at', async () => {
    const { time, cards, sync } = await onlineDesk();
    cards.check = () => cards.wipe();
    sync.poke('cards');
    await time.pass(500);
    expect([cards.installs, cards.rows.size]).toEqual([2, 1]);
  });

  test('a cursor that the registry does not know any more leads to a new snapshot', async () => {
    const { time, cards, model, desk } = await onlineDesk();
    model.change('cards', { key: keyOf(2), card: ACTIVE });
    await time.pass(500);
    model.logs.cards.length = 1;
    model.tell({ streams: ['cards'], wanted: [], freed: [] });
    await time.pass(500);
    expect([cards.installs, cards.rows.size, desk.last().trouble]).toEqual([2, 1, null]);
  });
});

test('a revoked desk wipes its list, stops asking, and goes on delivering (field lesson 24)', async () => {
  const { time, desk, cards, model, network, sync } = await onlineDesk();
  model.revoked = true;
  network.breakStreams();
  await time.pass(5_000);
  expect(desk.last()).toMatchObject({ network: 'revoked', trouble: 'desk.revoked' });
  expect(cards.cursor()).toBeNull();
  const asked = network.count('/v1/feeds/uses');
  desk.record();
  sync.poke('deliver');
  await time.pass(600_000);
  expect(model.recorded).toHaveLength(1);
  expect(desk.last().network).toBe('revoked');
  expect([network.count('/v1/feeds/uses'), cards.installs]).toEqual([asked, 1]);
  model.revoked = false;
  await time.pass(40_000);
  expect(desk.last()).toMatchObject({ network: 'online', trouble: null });
  expect(cards.installs).toBe(2);
});
