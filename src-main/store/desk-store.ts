/** Bundles the repositories over one open desk.db. */
import type { Database } from 'better-sqlite3';
import { fail, ok } from '../../src-shared/kernel/result.ts';
import type { DeskStore } from '../services/desk-store.ts';
import { acquisitionStore } from './acquisitions.ts';
import { assistanceStore } from './assistance.ts';
import { cursorStore } from './cursors.ts';
import { deliveryStore } from './deliveries.ts';
import { isDiskRefusal } from './disk-refusal.ts';
import { epochStore } from './epochs.ts';
import { leaseRequestStore } from './lease-requests.ts';
import { leaseStore } from './leases.ts';
import { ledgerStore } from './ledger.ts';
import { performanceStore } from './performances.ts';
import { ruleSetStore } from './rule-sets.ts';
import { settingsStore } from './settings.ts';
import { soldOutWordStore } from './sold-out-words.ts';
import { useStore } from './uses.ts';

/** The store over a database that `openDeskStore` has opened, checked and migrated. */
export function bundleStore(database: Database): DeskStore {
  return {
    transaction(work) {
      try {
        return ok(database.transaction(work).immediate());
      } catch (error) {
        if (isDiskRefusal(error)) return fail('desk.not-durable');
        throw error;
      }
    },
    epochs: epochStore(database),
    ledger: ledgerStore(database),
    acquisitions: acquisitionStore(database),
    assistance: assistanceStore(database),
    deliveries: deliveryStore(database),
    leases: leaseStore(database),
    leaseRequests: leaseRequestStore(database),
    performances: performanceStore(database),
    soldOutWords: soldOutWordStore(database),
    uses: useStore(database),
    ruleSets: ruleSetStore(database),
    cursors: cursorStore(database),
    settings: settingsStore(database),
    close: () => void database.close(),
  };
}
