/** How far roles reach, as properties (USE-2, DATA-2). */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  hasRoleFor,
  mayAct,
  ROLES,
  SCOPES,
  type Allowance,
  type Rights,
  type Target,
} from '../../src-shared/registry-api/permissions.ts';

const anySite = fc.constantFrom('a', 'b', 'c', 'd');
const anyNetwork = fc.constantFrom('north', 'south', null);
const target: fc.Arbitrary<Target> = fc.record({ siteId: anySite, networkId: anyNetwork });
const rights: fc.Arbitrary<Rights> = fc.record({
  siteId: anySite,
  networkId: anyNetwork,
  roles: fc.subarray([...ROLES]),
  clientIds: fc.subarray(['a', 'b', 'c', 'd']),
});
const allowance: fc.Arbitrary<Allowance> = fc
  .array(fc.tuple(fc.constantFrom(...ROLES), fc.constantFrom(...SCOPES)))
  .map((pairs) => Object.fromEntries(pairs));
const RUNS = { seed: 4, numRuns: 500 };

test('one role more never takes a right away', () => {
  fc.assert(
    fc.property(rights, target, allowance, fc.constantFrom(...ROLES), (who, what, allowed, role) => {
      fc.pre(mayAct(who, allowed, what));
      expect(mayAct({ ...who, roles: [...who.roles, role] }, allowed, what)).toBe(true);
    }),
    RUNS,
  );
});

test('every scope reaches the own site, and everything reaches what the others do', () => {
  fc.assert(
    fc.property(rights, target, (who, what) => {
      fc.pre(who.roles.length > 0);
      const [role] = who.roles as [(typeof ROLES)[number]];
      for (const scope of SCOPES) {
        expect(mayAct(who, { [role]: scope }, { ...what, siteId: who.siteId })).toBe(true);
        if (mayAct(who, { [role]: scope }, what)) expect(mayAct(who, { [role]: 'all' }, what)).toBe(true);
      }
    }),
    RUNS,
  );
});

test('a site of no network reaches nobody through it, and nobody reaches a site of no network through theirs', () => {
  fc.assert(
    fc.property(rights, target, (who, what) => {
      fc.pre(who.siteId !== what.siteId && (who.networkId === null || what.networkId === null));
      const network = Object.fromEntries(ROLES.map((role) => [role, 'network' as const]));
      expect(mayAct(who, network, what)).toBe(false);
    }),
    RUNS,
  );
});

test('who is named as an agent reaches its clients, and only with a role that does', () => {
  fc.assert(
    fc.property(rights, target, (who, what) => {
      fc.pre(who.siteId !== what.siteId);
      const reached = mayAct(who, { 'ticket-agent': 'clients' }, what);
      expect(reached).toBe(who.roles.includes('ticket-agent') && who.clientIds.includes(what.siteId));
    }),
    RUNS,
  );
});

test('who may act on anything has a role for it, and a site without roles may nothing', () => {
  fc.assert(
    fc.property(rights, target, allowance, (who, what, allowed) => {
      if (mayAct(who, allowed, what)) expect(hasRoleFor(who, allowed)).toBe(true);
      expect(mayAct({ ...who, roles: [] }, allowed, what)).toBe(false);
    }),
    RUNS,
  );
});
