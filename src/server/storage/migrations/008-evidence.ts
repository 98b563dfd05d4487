import type { Kysely } from 'kysely'
import { define, forbidChanges } from '../dialect.ts'

/** Keys of devices, what stands beside each seal as its evidence, and how the devices' clocks go. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await define(db, statements)
}

const statements = [
  `CREATE TABLE device_key (
    id text NOT NULL PRIMARY KEY, user_id text NOT NULL REFERENCES person (user_id), public_key text NOT NULL,
    device_id text NOT NULL, registered_at integer NOT NULL)`,
  ...forbidChanges('device_key', 'a registered key never changes'),
  `CREATE TABLE seal_witness (
    inspection_id text NOT NULL, no integer NOT NULL, signed text NOT NULL, signature text, at_device real,
    clock text NOT NULL, receipt text NOT NULL, receipt_signature text NOT NULL, PRIMARY KEY (inspection_id, no))`,
  ...forbidChanges('seal_witness', 'the evidence of a seal never changes'),
  // INSERT OR REPLACE fires no trigger of DELETE.
  {
    sqlite: `CREATE TRIGGER seal_witness_once BEFORE INSERT ON seal_witness
      WHEN EXISTS (SELECT 1 FROM seal_witness WHERE inspection_id = NEW.inspection_id AND no = NEW.no)
      BEGIN SELECT RAISE(ABORT, 'the evidence of a seal never changes'); END`,
    // Its INSERT cannot replace.
    postgres: 'SELECT 1',
  },
  'ALTER TABLE device ADD COLUMN clock_offset integer',
  'ALTER TABLE device ADD COLUMN clock_at integer',
  'ALTER TABLE device ADD COLUMN clock_moved integer',
  'ALTER TABLE device ADD COLUMN clock_moved_at integer',
]
