import type { Kysely } from 'kysely'
import { define, forbidChanges } from '../dialect.ts'

/** Everything up to the first sealed inspection. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await define(db, statements)
}

const statements = [
  // Sign-in: the tables of better-auth 1.7 with its username plugin, as its own migration prints them.
  `CREATE TABLE "user" (
    "id" text NOT NULL PRIMARY KEY, "name" text NOT NULL, "email" text NOT NULL UNIQUE,
    "emailVerified" integer NOT NULL, "image" text, "createdAt" text NOT NULL, "updatedAt" text NOT NULL,
    "username" text UNIQUE)`,
  `CREATE TABLE "session" (
    "id" text NOT NULL PRIMARY KEY, "expiresAt" text NOT NULL, "token" text NOT NULL UNIQUE,
    "createdAt" text NOT NULL, "updatedAt" text NOT NULL, "ipAddress" text, "userAgent" text,
    "userId" text NOT NULL REFERENCES "user" ("id") ON DELETE CASCADE)`,
  `CREATE TABLE "account" (
    "id" text NOT NULL PRIMARY KEY, "accountId" text NOT NULL, "providerId" text NOT NULL,
    "userId" text NOT NULL REFERENCES "user" ("id") ON DELETE CASCADE,
    "accessToken" text, "refreshToken" text, "idToken" text, "accessTokenExpiresAt" text,
    "refreshTokenExpiresAt" text, "scope" text, "password" text, "createdAt" text NOT NULL, "updatedAt" text NOT NULL)`,
  `CREATE TABLE "verification" (
    "id" text NOT NULL PRIMARY KEY, "identifier" text NOT NULL, "value" text NOT NULL,
    "expiresAt" text NOT NULL, "createdAt" text NOT NULL, "updatedAt" text NOT NULL)`,
  `CREATE TABLE "rateLimit" (
    "id" text NOT NULL PRIMARY KEY, "key" text NOT NULL UNIQUE, "count" integer NOT NULL, "lastRequest" integer NOT NULL)`,
  'CREATE INDEX session_of_user ON "session" ("userId")',
  'CREATE INDEX account_of_user ON "account" ("userId")',
  'CREATE INDEX verification_by_identifier ON "verification" ("identifier")',

  // Places and people
  'CREATE TABLE setting (key text NOT NULL PRIMARY KEY, value text NOT NULL)',
  'CREATE TABLE province (id text NOT NULL PRIMARY KEY, name text NOT NULL)',
  `CREATE TABLE tenant_clock (
    tenant_id text NOT NULL PRIMARY KEY REFERENCES province (id), ver integer NOT NULL, epoch text NOT NULL)`,
  `CREATE TABLE area (
    id text NOT NULL PRIMARY KEY, province_id text NOT NULL REFERENCES province (id), name text NOT NULL)`,
  `CREATE TABLE facility (
    id text NOT NULL PRIMARY KEY, province_id text NOT NULL REFERENCES province (id),
    area_id text NOT NULL REFERENCES area (id), name text NOT NULL, address text NOT NULL,
    demonstration integer NOT NULL, facts text NOT NULL)`,
  'CREATE INDEX facility_of_area ON facility (area_id)',
  `CREATE TABLE person (
    user_id text NOT NULL PRIMARY KEY REFERENCES "user" (id), province_id text NOT NULL REFERENCES province (id),
    role text NOT NULL, facility_id text REFERENCES facility (id), disabled_at integer)`,
  `CREATE TABLE person_area (
    user_id text NOT NULL REFERENCES person (user_id), area_id text NOT NULL REFERENCES area (id),
    PRIMARY KEY (user_id, area_id))`,

  // A published version never changes: its row may be inserted, nothing else.
  `CREATE TABLE checklist (
    id text NOT NULL, version text NOT NULL, hash text NOT NULL UNIQUE, content text NOT NULL,
    published_at integer NOT NULL, PRIMARY KEY (id, version))`,
  ...forbidChanges('checklist', 'a published checklist never changes'),

  // Sync
  `CREATE TABLE device (
    id text NOT NULL PRIMARY KEY, tenant_id text NOT NULL REFERENCES province (id),
    user_id text NOT NULL REFERENCES person (user_id), last_seq integer NOT NULL, schema_ver integer NOT NULL,
    app text NOT NULL, seen_at integer NOT NULL)`,
  `CREATE TABLE mutation (
    device_id text NOT NULL REFERENCES device (id), seq integer NOT NULL, id text NOT NULL,
    hash text NOT NULL, content_hash text NOT NULL, kind text, inspection_id text, user_id text NOT NULL,
    outcome text NOT NULL, payload text, at_device real, at_est real, received_at integer NOT NULL,
    PRIMARY KEY (device_id, seq))`,
  // Not unique: a copied profile may go on with a number it shares with its twin, and both edits are kept.
  'CREATE INDEX mutation_by_id ON mutation (id)',
  'CREATE INDEX mutation_of_inspection ON mutation (inspection_id)',
  // The narrow columns stand first: the feed's query then never touches the pages of the wide ones.
  `CREATE TABLE inspection (
    id text NOT NULL PRIMARY KEY, tenant_id text NOT NULL REFERENCES province (id),
    facility_id text NOT NULL REFERENCES facility (id), status text NOT NULL, kind text NOT NULL, date text NOT NULL,
    checklist_id text NOT NULL, checklist_version text NOT NULL,
    created_by text NOT NULL REFERENCES person (user_id), created_by_name text NOT NULL, created_at integer NOT NULL,
    submitted_at integer, earned integer, max integer, grade text, tone text, critical_failures integer,
    score text, head text NOT NULL, cells text NOT NULL,
    FOREIGN KEY (checklist_id, checklist_version) REFERENCES checklist (id, version))`,
  'CREATE INDEX inspection_of_facility ON inspection (facility_id, date)',
  'CREATE INDEX inspection_of_author ON inspection (created_by)',
  `CREATE TABLE answer_version (
    inspection_id text NOT NULL REFERENCES inspection (id), item text NOT NULL, rev integer NOT NULL,
    answer text NOT NULL, reason text NOT NULL, device_id text NOT NULL, seq integer NOT NULL, kept_at integer NOT NULL,
    PRIMARY KEY (inspection_id, item, device_id, seq))`,
  `CREATE TABLE inspection_seal (
    inspection_id text NOT NULL REFERENCES inspection (id), no integer NOT NULL, snapshot text NOT NULL,
    sha256 text NOT NULL, prev_sha256 text, kind text NOT NULL, by_user text NOT NULL, sealed_at integer NOT NULL,
    PRIMARY KEY (inspection_id, no))`,
  ...forbidChanges('inspection_seal', 'a seal never changes'),
  `CREATE TABLE feed (
    tenant_id text NOT NULL, ver integer NOT NULL, entity text NOT NULL, entity_id text NOT NULL,
    PRIMARY KEY (tenant_id, ver), UNIQUE (tenant_id, entity, entity_id))`,
]
