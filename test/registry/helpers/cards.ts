/** Cards to register, in tests. */
import { randomInt } from 'node:crypto';
import { v7 as newId } from 'uuid';
import type { Background } from '../../../src-shared/registry-api/bodies/cards.ts';
import type { BodyOf } from '../../../src-shared/registry-api/endpoints.ts';

type Item = BodyOf<'registerCards'>['items'][number];
export type PersonalItem = Extract<Item, { kind: 'personal' }>;
export type CommunityItem = Extract<Item, { kind: 'community' }>;

/** What is told of a holder who tells only what is mandatory (REG-1). */
export const BARE_BACKGROUND: Background = {
  yearOfBirth: 1984,
  postalCode: '99100',
  motherTongue: null,
  gender: null,
  lifeSituation: null,
  homeMunicipality: null,
};

/** A made-up code that nothing has yet. */
export function freshCode(): string {
  return `C${String(randomInt(1e12)).padStart(12, '0')}`;
}

/** A personal card from today on, for the preset twelve months. */
export function personal(code: string, wish: Partial<PersonalItem> = {}): PersonalItem {
  return {
    kind: 'personal',
    id: newId(),
    code,
    firstDay: null,
    trialLastDay: null,
    children: 2,
    background: BARE_BACKGROUND,
    ...wish,
  };
}

/** A community card from today on. */
export function community(code: string, organisationId: string): CommunityItem {
  return { kind: 'community', id: newId(), code, firstDay: null, organisationId };
}
