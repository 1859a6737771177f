/** Agreements with agents that an organiser had ceased to name stayed in force (USE-4). */
import type { Migration } from '../migrate.ts';

export const endedAgreements: Migration = {
  name: '0012-ended-agreements',
  sql: `
  UPDATE agreements SET until = now() WHERE until IS NULL AND NOT EXISTS (
    SELECT FROM agent_clients
    WHERE agent_clients.organiser_id = agreements.organiser_id AND agent_clients.agent_id = agreements.agent_id);`,
};
