import type { Kysely } from 'kysely'
import { define } from '../dialect.ts'

/**
 * Areas with dates, and the stays of facilities in them. What stood before has
 * stood since the two-level administration began, on 1 July 2025; of the time
 * before it nothing is known.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await define(db, statements)
}

const FIRST_DAY = '2025-07-01'

const statements = [
  `ALTER TABLE area ADD COLUMN kind text NOT NULL DEFAULT 'commune'`,
  `ALTER TABLE area ADD COLUMN valid_from text NOT NULL DEFAULT '${FIRST_DAY}'`,
  'ALTER TABLE area ADD COLUMN valid_until text',
  `UPDATE area SET kind = CASE WHEN name LIKE 'Phường %' THEN 'ward' WHEN name LIKE 'Đặc khu %' THEN 'specialZone'
    ELSE 'commune' END`,
  `CREATE TABLE area_name (
    area_id text NOT NULL REFERENCES area (id), from_date text NOT NULL, name text NOT NULL,
    PRIMARY KEY (area_id, from_date))`,
  `INSERT INTO area_name SELECT id, '${FIRST_DAY}', name FROM area`,
  `CREATE TABLE area_parent (
    area_id text NOT NULL REFERENCES area (id), from_date text NOT NULL, parent_id text REFERENCES area (id),
    PRIMARY KEY (area_id, from_date))`,
  `INSERT INTO area_parent SELECT id, '${FIRST_DAY}', NULL FROM area`,
  `CREATE TABLE area_successor (
    area_id text NOT NULL REFERENCES area (id), successor_id text NOT NULL REFERENCES area (id),
    PRIMARY KEY (area_id, successor_id))`,
  `CREATE TABLE facility_stay (
    facility_id text NOT NULL REFERENCES facility (id), from_date text NOT NULL,
    area_id text NOT NULL REFERENCES area (id), PRIMARY KEY (facility_id, from_date))`,
  `INSERT INTO facility_stay SELECT id, '${FIRST_DAY}', area_id FROM facility`,
  'CREATE INDEX stay_in_area ON facility_stay (area_id)',
  // Counts the changes of a province's areas: two administrators do not overwrite each other.
  'ALTER TABLE province ADD COLUMN places_version integer NOT NULL DEFAULT 0',
  'ALTER TABLE facility ADD COLUMN version integer NOT NULL DEFAULT 1',
  'ALTER TABLE facility ADD COLUMN closed_on text',
  'ALTER TABLE facility ADD COLUMN position text',
  // What a visit that was begun offline may still rest on.
  `CREATE TABLE former_facts (
    facility_id text NOT NULL REFERENCES facility (id), sha256 text NOT NULL, facts text NOT NULL,
    until_at integer NOT NULL, PRIMARY KEY (facility_id, sha256))`,
  `CREATE TABLE former_reach (
    user_id text NOT NULL REFERENCES person (user_id), facility_id text NOT NULL REFERENCES facility (id),
    until_date text NOT NULL, PRIMARY KEY (user_id, facility_id))`,
]
