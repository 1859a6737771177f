/** Whom an agent was ever named by: its desks may be off-line when it ends, and what they sold is a fact (USE-2). */
import type { Migration } from '../migrate.ts';

export const namedAgents: Migration = {
  name: '0010-named-agents',
  sql: `
  -- Kept for good; agent_clients says who sells now.
  CREATE TABLE named_agents (
    agent_id uuid NOT NULL REFERENCES sites,
    organiser_id uuid NOT NULL REFERENCES sites,
    PRIMARY KEY (agent_id, organiser_id)
  );
  -- Of before, as far as it can still be told: who was agreed with, held places, or handed tickets out.
  INSERT INTO named_agents (agent_id, organiser_id)
    SELECT agent_id, organiser_id FROM agent_clients
    UNION SELECT agent_id, organiser_id FROM agreements
    UNION SELECT site_id, organiser_id FROM use_counts WHERE site_id <> organiser_id
    UNION SELECT desks.site_id, performances.organiser_id
      FROM leases JOIN epochs ON epochs.id = epoch_id JOIN desks ON desks.id = desk_id
        JOIN performances ON performances.id = performance_id
      WHERE desks.site_id <> performances.organiser_id;

  CREATE FUNCTION keep_named_agent() RETURNS trigger LANGUAGE plpgsql AS $$
  BEGIN
    INSERT INTO named_agents (agent_id, organiser_id) VALUES (NEW.agent_id, NEW.organiser_id) ON CONFLICT DO NOTHING;
    RETURN NULL;
  END $$;
  CREATE TRIGGER agent_named AFTER INSERT ON agent_clients FOR EACH ROW EXECUTE FUNCTION keep_named_agent();`,
};
