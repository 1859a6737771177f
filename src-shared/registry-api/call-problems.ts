/** Which problems a call may answer with, as far as the contract promises them. */
import type { Endpoint } from './endpoint.ts';
import type { EndpointName } from './endpoints.ts';
import type { ProblemCode } from './problems.ts';

/** What every call may answer, whatever it is. */
const ANY_CALL = ['request.malformed', 'request.not-found', 'server.error', 'server.unavailable'] as const;

/** What follows from who may call. */
function ofAccess({ access }: Endpoint): ProblemCode[] {
  if (access === 'public') return [];
  const known: ProblemCode[] = ['auth.required', 'auth.invalid', 'auth.forbidden'];
  if (access === 'desk') return [...known, 'desk.revoked'];
  return typeof access === 'object' || access === 'session' ? [...known, 'auth.password-change-needed'] : known;
}

/** The codes of a call, each once. `own` are those that its service adds. */
export function problemsOf(endpoint: Endpoint, own: readonly ProblemCode[]): ProblemCode[] {
  const ofBody: ProblemCode[] = endpoint.method === 'GET' ? [] : ['request.too-large'];
  return [...new Set([...ofAccess(endpoint), ...ANY_CALL, ...ofBody, ...own])];
}

/** What services add to that, call by call. */
const OWN: Partial<Record<EndpointName, readonly ProblemCode[]>> = {
  login: ['auth.invalid', 'auth.throttled'],
  setPassword: [
    'auth.throttled',
    'password.wrong',
    'password.too-short',
    'password.too-common',
    'password.like-names',
    'password.same',
  ],
  putNetwork: ['network.name-taken'],
  putOrganisation: ['network.unknown'],
  addSite: ['site.login-taken', 'network.unknown', 'organisation.unknown'],
  site: ['site.unknown'],
  changeSite: [
    'site.unknown',
    'network.unknown',
    'organisation.unknown',
    'user.last-administrator',
    'site.offer-unlawful',
  ],
  setSettings: ['site.unknown'],
  closeSite: ['site.unknown', 'user.last-administrator'],
  reopenSite: ['site.unknown'],
  agents: ['site.unknown'],
  setAgent: ['site.unknown', 'site.not-an-agent'],
  users: ['site.unknown'],
  addUser: ['site.unknown', 'user.login-taken'],
  closeUser: ['user.unknown', 'user.last-administrator'],
  resetPassword: ['user.unknown', 'user.closed'],
  siteDesks: ['site.unknown'],
  revokeDesk: ['desk.unknown'],
  history: ['site.unknown'],
  enrol: ['desk.revoked'],
  startEpoch: ['epoch.unknown'],
  snapshot: ['snapshot.none'],
  cards: ['cursor.invalid'],
  performances: ['cursor.invalid'],
  uses: ['cursor.invalid'],
  ruleSets: ['cursor.invalid'],
  deliver: ['epoch.unknown'],
  lease: ['performance.unknown', 'epoch.unknown', 'epoch.frozen'],
  demoCard: ['card.unknown'],
  registerCards: ['site.not-distributor'],
  lookUpCard: ['card.unknown', 'card.malformed', 'card.lookup-limited'],
  checkCard: ['card.malformed', 'card.lookup-limited'],
  card: ['card.unknown'],
  cardHistory: ['card.unknown'],
  extendCard: ['card.unknown', 'card.out-of-use'],
  endCard: ['card.unknown', 'card.out-of-use'],
  takeOutOfUse: ['card.unknown'],
  endOrganisationCards: ['organisation.unknown'],
  correctCard: [
    'card.unknown',
    'card.not-personal',
    'card.background-gone',
    'card.holder-too-young',
    'card.value-unknown',
  ],
  withdrawCard: ['card.unknown', 'card.not-withdrawable', 'card.lookup-limited'],
  partBackground: ['card.unknown'],
  recordBatch: ['site.not-distributor', 'card.malformed', 'batch.id-taken', 'batch.code-known', 'card.lookup-limited'],
  handOutBatch: ['batch.unknown', 'site.not-distributor'],
  unregisteredCodes: ['batch.unknown'],
  limits: ['performance.unknown'],
  cancelPerformance: ['performance.unknown'],
  setAgreement: ['agent.unknown'],
  shares: ['performance.unknown'],
  grantShare: ['performance.unknown', 'agent.unknown', 'share.no-cap', 'share.too-large'],
  importReport: ['agent.unknown', 'report.agreed-otherwise', 'report.known', 'file.unreadable'],
  putRuleSet: ['rule-set.begun'],
  voidPaper: ['acquisition.unknown', 'paper.outside-window'],
  correctPaper: ['acquisition.unknown', 'paper.outside-window'],
  holdingDesks: ['site.unknown'],
  writeOff: ['desk.unknown'],
  newSigningKey: ['key.not-next'],
  newNetworkKey: ['key.not-next'],
  useNetworkKey: ['key.not-next', 'key.desks-without'],
};

/** The codes that a call's service adds. */
export function ownProblemsOf(name: EndpointName): readonly ProblemCode[] {
  return OWN[name] ?? [];
}
