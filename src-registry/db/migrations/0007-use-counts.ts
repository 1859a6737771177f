/** What statistics are made of: uses by month, site and event (STAT-1). */
import type { Migration } from '../migrate.ts';

export const useCounts: Migration = {
  name: '0007-use-counts',
  sql: `
  -- Kept up by every delivery. Organiser and class stand here too, so that a year is read without the performances.
  CREATE TABLE use_counts (
    performance_id uuid NOT NULL REFERENCES performances,
    -- Whose desk handed the tickets out.
    site_id uuid NOT NULL REFERENCES sites,
    -- Of the redemption, in Helsinki: its first day (USE-1).
    month date NOT NULL,
    organiser_id uuid NOT NULL REFERENCES sites,
    class text NOT NULL,
    adults integer NOT NULL,
    children integer NOT NULL,
    PRIMARY KEY (performance_id, site_id, month)
  );
  CREATE INDEX use_counts_month ON use_counts (month);

  -- ASSIST-1: counted apart, by the month in which the tickets were handed out.
  CREATE TABLE assistance_counts (
    performance_id uuid NOT NULL REFERENCES performances,
    site_id uuid NOT NULL REFERENCES sites,
    month date NOT NULL,
    organiser_id uuid NOT NULL REFERENCES sites,
    class text NOT NULL,
    assistants integer NOT NULL,
    support_persons integer NOT NULL,
    PRIMARY KEY (performance_id, site_id, month)
  );
  CREATE INDEX assistance_counts_month ON assistance_counts (month);

  -- An attended acquisition's own time is that of the attendance: its month is that of the first ticket.
  INSERT INTO use_counts (performance_id, site_id, month, organiser_id, class, adults, children)
  SELECT acquisitions.performance_id, desks.site_id,
    date_trunc('month', coalesce(ticket.at, acquisitions.at) AT TIME ZONE 'Europe/Helsinki')::date AS month,
    organiser_id, class, count(*), sum(acquisitions.children)
  FROM acquisitions
    JOIN performances ON performances.id = acquisitions.performance_id
    LEFT JOIN LATERAL (
      SELECT events.at, events.epoch_id FROM events
      WHERE acquisition_id = acquisitions.id AND type = 'redeemed' ORDER BY events.id LIMIT 1
    ) AS ticket ON state = 'attended'
    JOIN epochs ON epochs.id = coalesce(ticket.epoch_id, state_epoch_id)
    JOIN desks ON desks.id = epochs.desk_id
  WHERE state IN ('redeemed', 'attended')
  GROUP BY acquisitions.performance_id, desks.site_id, month, organiser_id, class;

  CREATE FUNCTION assistance_of(given assistance, sign integer) RETURNS void LANGUAGE sql AS $$
    INSERT INTO assistance_counts AS counts
      (performance_id, site_id, month, organiser_id, class, assistants, support_persons)
    SELECT performances.id, desks.site_id, date_trunc('month', given.at AT TIME ZONE 'Europe/Helsinki')::date,
      organiser_id, class,
      CASE given.kind WHEN 'assistant' THEN sign * given.count ELSE 0 END,
      CASE given.kind WHEN 'support-person' THEN sign * given.count ELSE 0 END
    FROM performances, epochs JOIN desks ON desks.id = desk_id
    WHERE performances.id = given.performance_id AND epochs.id = given.epoch_id
    ON CONFLICT (performance_id, site_id, month) DO UPDATE SET
      assistants = counts.assistants + excluded.assistants,
      support_persons = counts.support_persons + excluded.support_persons
  $$;
  SELECT assistance_of(assistance, 1) FROM assistance WHERE voided_at IS NULL;

  CREATE FUNCTION count_assistance() RETURNS trigger LANGUAGE plpgsql AS $$
  BEGIN
    IF TG_OP = 'UPDATE' AND OLD.voided_at IS NULL THEN PERFORM assistance_of(OLD, -1); END IF;
    IF NEW.voided_at IS NULL THEN PERFORM assistance_of(NEW, 1); END IF;
    RETURN NULL;
  END $$;
  CREATE TRIGGER assistance_counted AFTER INSERT OR UPDATE ON assistance
    FOR EACH ROW EXECUTE FUNCTION count_assistance();

  -- A performance that becomes another class's, or another organiser's, takes its counts along.
  CREATE FUNCTION move_counts() RETURNS trigger LANGUAGE plpgsql AS $$
  BEGIN
    UPDATE use_counts SET class = NEW.class, organiser_id = NEW.organiser_id WHERE performance_id = NEW.id;
    UPDATE assistance_counts SET class = NEW.class, organiser_id = NEW.organiser_id WHERE performance_id = NEW.id;
    RETURN NULL;
  END $$;
  CREATE TRIGGER counts_moved AFTER UPDATE ON performances FOR EACH ROW
    WHEN ((OLD.class, OLD.organiser_id) IS DISTINCT FROM (NEW.class, NEW.organiser_id))
    EXECUTE FUNCTION move_counts();`,
};
