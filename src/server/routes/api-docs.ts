import * as z from 'zod/mini'
import { inspectionRecordSchema } from '../../domain/inspection.ts'
import {
  campaignChangeSchema,
  campaignChoicesSchema,
  campaignCloseSchema,
  campaignPreviewSchema,
  campaignReplySchema,
  campaignsReplySchema,
  deadlinesBodySchema,
  deadlinesReplySchema,
  newCampaignSchema,
  previewReplySchema,
  reassignSchema,
} from '../../protocol/campaign-wire.ts'
import {
  devicesReplySchema,
  foundSchema,
  handoverReplySchema,
  handoversReplySchema,
  lostReplySchema,
  lostSchema,
  refusalsReplySchema,
  takenRefusalSchema,
  wipedReplySchema,
  wipedSchema,
} from '../../protocol/device-wire.ts'
import { fileRowsReplySchema, fileRowsRequestSchema } from '../../protocol/file-wire.ts'
import { importCheckReplySchema, importQuerySchema, importReplySchema } from '../../protocol/import-wire.ts'
import {
  facilitiesQuerySchema,
  facilityPageSchema,
  overviewQuerySchema,
  overviewReplySchema,
} from '../../protocol/overview-wire.ts'
import {
  codeOnlySchema,
  endSessionSchema,
  newPersonSchema,
  nothingSchema,
  passwordChangeSchema,
  passwordOnlySchema,
  passwordsReplySchema,
  peopleReplySchema,
  personNameSchema,
  personReplySchema,
  reachSchema,
  recoveryCodesSchema,
  resetPasswordsSchema,
  secondFactorReplySchema,
  secondFactorSecretSchema,
  sessionsReplySchema,
  temporaryPasswordReplySchema,
} from '../../protocol/people-wire.ts'
import {
  areaActReplySchema,
  areaEndSchema,
  areaMergeSchema,
  areaMoveSchema,
  areaNameSchema,
  areaSplitSchema,
  areasReplySchema,
  facilitiesReplySchema,
  facilityChangeSchema,
  facilityCloseSchema,
  facilityDetailSchema,
  facilityMoveSchema,
  facilityReopenSchema,
  facilityReplySchema,
  newAreaSchema,
  newFacilitySchema,
} from '../../protocol/places-wire.ts'
import { relayedPhotoReplySchema, relayReplySchema, relaySchema } from '../../protocol/relay-wire.ts'
import { exportQuerySchema, periodReportSchema, reportQuerySchema } from '../../protocol/report-wire.ts'
import {
  digestReplySchema,
  haveReplySchema,
  haveSchema,
  keysReplySchema,
  letterReplySchema,
  pingReplySchema,
  pullReplySchema,
  pushReplySchema,
  pushSchema,
  signedInSchema,
  signInSchema,
  welcomeSchema,
} from '../../protocol/wire.ts'
import type { RouteName } from './rights.ts'

/** What a route is for, what it is asked with, and what it answers: JSON of a schema, or a file. */
export type RouteDoc = {
  what: string
  query?: z.ZodMiniType
  /** JSON of a schema, or bytes. */
  body?: z.ZodMiniType | 'bytes'
  reply: z.ZodMiniType | 'csv' | 'xlsx' | 'html' | 'bytes' | 'nothing'
}

const done = z.object({ ok: z.literal(true) })
const cursorQuery = z.object({ cursor: z.optional(z.string()) })
const placeAct = { reply: areaActReplySchema }
const facilityAct = { reply: facilityReplySchema }

/** Every route in words. A row of the table of rights without its row here does not compile. */
export const routeDocs: Record<RouteName, RouteDoc> = {
  'GET /api/health': {
    what: 'Whether the server lives.',
    reply: z.object({ ok: z.literal(true), version: z.string(), storage: z.string() }),
  },
  'GET /api/ready': { what: 'Whether it can take work in now.', reply: z.looseObject({}) },
  'GET /api/welcome': { what: 'What the sign-in page says.', reply: welcomeSchema },
  'GET /api/keys': { what: 'The keys that have signed receipts.', reply: keysReplySchema },
  'GET /xac-minh/:inspection/:digest': { what: 'The page that compares a paper with its seal.', reply: 'html' },
  'POST /api/sign-in': { what: 'Opens a session in a cookie.', body: signInSchema, reply: signedInSchema },
  'POST /api/sign-out': { what: 'Ends it.', reply: done },
  'GET /api/me': { what: 'Who is signed in.', reply: signedInSchema },
  'POST /api/password': { what: 'Changes one’s own password.', body: passwordChangeSchema, reply: done },
  'GET /api/second-factor': { what: 'Whether signing in asks for a code.', reply: secondFactorReplySchema },
  'POST /api/second-factor': {
    what: 'Begins with an authenticator app.',
    body: passwordOnlySchema,
    reply: secondFactorSecretSchema,
  },
  'POST /api/second-factor/confirm': {
    what: 'Shows that the app has the secret.',
    body: codeOnlySchema,
    reply: recoveryCodesSchema,
  },
  'POST /api/second-factor/off': { what: 'Signs in without a code again.', body: passwordOnlySchema, reply: done },
  'GET /api/sessions': { what: 'Where one is signed in.', reply: sessionsReplySchema },
  'DELETE /api/sessions/:id': { what: 'Ends a session.', body: endSessionSchema, reply: done },
  'POST /api/sessions/:id/lost': { what: 'Declares its tablet lost.', body: lostSchema, reply: done },
  'GET /api/inspections/:id': { what: 'A visit with its answers.', reply: inspectionRecordSchema },
  'GET /api/overview': {
    what: 'The figures of a period.',
    query: overviewQuerySchema,
    reply: overviewReplySchema,
  },
  'GET /api/overview/facilities': {
    what: 'The facilities behind them, part by part.',
    query: facilitiesQuerySchema,
    reply: facilityPageSchema,
  },
  'GET /api/reports/period': {
    what: 'A period report: all that its paper and its workbook say.',
    query: reportQuerySchema,
    reply: periodReportSchema,
  },
  'GET /api/reports/period.xlsx': { what: 'The same as a workbook.', query: reportQuerySchema, reply: 'xlsx' },
  'GET /api/export/inspections.csv': { what: 'A visit a row.', query: exportQuerySchema, reply: 'csv' },
  'GET /api/export/inspections.xlsx': { what: 'A visit a row.', query: exportQuerySchema, reply: 'xlsx' },
  'GET /api/export/answers.csv': { what: 'An answer a row.', query: exportQuerySchema, reply: 'csv' },
  'GET /api/export/answers.xlsx': {
    what: 'An answer a row; on further sheets where one cannot hold them.',
    query: exportQuerySchema,
    reply: 'xlsx',
  },
  'GET /api/openapi.json': { what: 'This description.', reply: z.looseObject({}) },

  'GET /api/campaigns': { what: 'Campaigns in reach, with how far each has come.', reply: campaignsReplySchema },
  'GET /api/campaigns/choices': { what: 'Of what a campaign can be made.', reply: campaignChoicesSchema },
  'POST /api/campaigns/preview': {
    what: 'Which facilities a rule chooses; changes nothing.',
    body: campaignPreviewSchema,
    reply: previewReplySchema,
  },
  'POST /api/campaigns': {
    what: 'Makes a campaign with its assignments.',
    body: newCampaignSchema,
    reply: campaignReplySchema,
  },
  'GET /api/campaigns/:id': { what: 'One campaign with its assignments.', reply: campaignReplySchema },
  'PUT /api/campaigns/:id': {
    what: 'Another title or due day.',
    body: campaignChangeSchema,
    reply: campaignReplySchema,
  },
  'POST /api/campaigns/:id/close': { what: 'Ends it.', body: campaignCloseSchema, reply: campaignReplySchema },
  'PUT /api/assignments/:id': {
    what: 'Gives an assignment to other people.',
    body: reassignSchema,
    reply: campaignReplySchema,
  },
  'GET /api/deadlines': { what: 'By when reports are due.', reply: deadlinesReplySchema },
  'PUT /api/deadlines': { what: 'Sets these days.', body: deadlinesBodySchema, reply: deadlinesReplySchema },
  'GET /api/devices': { what: 'The tablets of the province.', reply: devicesReplySchema },
  'POST /api/devices/:id/lost': { what: 'Declares a tablet lost.', body: lostSchema, reply: done },
  'POST /api/devices/:id/found': { what: 'Takes that back.', body: foundSchema, reply: done },
  'GET /api/handovers': { what: 'What lost tablets handed over.', reply: handoversReplySchema },
  'POST /api/handovers/:id/take': { what: 'One of them in full.', body: nothingSchema, reply: handoverReplySchema },
  'GET /api/refusals': { what: 'What the server did not take.', reply: refusalsReplySchema },
  'POST /api/refusals/:id/take': { what: 'One of them in full.', body: nothingSchema, reply: takenRefusalSchema },
  'GET /api/people': { what: 'The accounts of the province.', reply: peopleReplySchema },
  'POST /api/people': { what: 'Opens an account.', body: newPersonSchema, reply: temporaryPasswordReplySchema },
  'POST /api/people/reset-passwords': {
    what: 'New passwords for many.',
    body: resetPasswordsSchema,
    reply: passwordsReplySchema,
  },
  'POST /api/people/:id/lock': { what: 'Closes an account.', body: nothingSchema, reply: personReplySchema },
  'POST /api/people/:id/unlock': { what: 'Opens it again.', body: nothingSchema, reply: personReplySchema },
  'POST /api/people/:id/reset-password': {
    what: 'A new password.',
    body: nothingSchema,
    reply: temporaryPasswordReplySchema,
  },
  'POST /api/people/:id/reset-second-factor': { what: 'Asks for no code any more.', body: nothingSchema, reply: done },
  'PUT /api/people/:id/name': { what: 'Corrects a name.', body: personNameSchema, reply: personReplySchema },
  'PUT /api/people/:id/reach': { what: 'Changes role and reach.', body: reachSchema, reply: personReplySchema },
  'GET /api/people/:id/sessions': { what: 'Where somebody is signed in.', reply: sessionsReplySchema },

  'GET /api/areas': { what: 'Areas with their history.', reply: areasReplySchema },
  'POST /api/areas': { what: 'A new area.', body: newAreaSchema, ...placeAct },
  'POST /api/areas/merge': { what: 'Several become one.', body: areaMergeSchema, ...placeAct },
  'PUT /api/areas/:id': { what: 'Another name.', body: areaNameSchema, ...placeAct },
  'POST /api/areas/:id/split': { what: 'One becomes several.', body: areaSplitSchema, ...placeAct },
  'POST /api/areas/:id/move': { what: 'Lies elsewhere.', body: areaMoveSchema, ...placeAct },
  'POST /api/areas/:id/end': { what: 'Is no more.', body: areaEndSchema, ...placeAct },
  'GET /api/facilities': { what: 'Every facility.', reply: facilitiesReplySchema },
  'POST /api/facilities': { what: 'A new facility.', body: newFacilitySchema, ...facilityAct },
  'GET /api/facilities/:id': { what: 'One, with what was done to it.', reply: facilityDetailSchema },
  'PUT /api/facilities/:id': { what: 'Other facts.', body: facilityChangeSchema, ...facilityAct },
  'POST /api/facilities/:id/move': { what: 'Lies in another area.', body: facilityMoveSchema, ...facilityAct },
  'POST /api/facilities/:id/close': { what: 'Is not visited any more.', body: facilityCloseSchema, ...facilityAct },
  'POST /api/facilities/:id/reopen': { what: 'Is visited again.', body: facilityReopenSchema, ...facilityAct },

  'GET /api/imports/template': { what: 'The workbook that people fill in.', reply: 'xlsx' },
  'POST /api/imports/check': {
    what: 'What a file would do (XLSX or CSV as it is).',
    body: 'bytes',
    reply: importCheckReplySchema,
  },
  'POST /api/imports': {
    what: 'Does what was looked at.',
    query: importQuerySchema,
    body: 'bytes',
    reply: importReplySchema,
  },

  // What devices speak: src/protocol/SPEC.md.
  'GET /sync/v1/ping': { what: 'The way is open.', reply: pingReplySchema },
  'GET /sync/v1/lost': { what: 'Whose stores are to be wiped here.', reply: lostReplySchema },
  'POST /sync/v1/lost': { what: 'A store is handed over, or gone.', body: wipedSchema, reply: wipedReplySchema },
  'POST /sync/v1/relay': { what: 'For a locked store.', body: relaySchema, reply: relayReplySchema },
  'POST /sync/v1/relay/photo': { what: 'A picture for it.', body: 'bytes', reply: relayedPhotoReplySchema },
  'POST /sync/v1/file': { what: 'A part of a file.', body: fileRowsRequestSchema, reply: fileRowsReplySchema },
  'POST /sync/v1/file/photo': { what: 'A picture of it.', body: 'bytes', reply: relayedPhotoReplySchema },
  'POST /sync/v1/push': { what: 'Mutations.', body: pushSchema, reply: pushReplySchema },
  'POST /sync/v1/deadletter': {
    what: 'What could not be sent as a mutation.',
    query: z.object({ deviceId: z.string() }),
    body: 'bytes',
    reply: letterReplySchema,
  },
  'GET /sync/v1/pull': {
    what: 'Changes behind a cursor.',
    query: z.object({ cursor: z.optional(z.string()), limit: z.optional(z.int()), deviceId: z.optional(z.string()) }),
    reply: pullReplySchema,
  },
  'GET /sync/v1/digest': { what: 'The digest of a view.', query: cursorQuery, reply: digestReplySchema },
  'POST /sync/v1/blobs/have': { what: 'Which pictures are stored.', body: haveSchema, reply: haveReplySchema },
  'POST /sync/v1/blobs/tus': { what: 'Begins an upload (tus 1.0).', reply: 'nothing' },
  'PATCH /sync/v1/blobs/tus/:name': { what: 'Goes on with it.', body: 'bytes', reply: 'nothing' },
  'GET /sync/v1/blobs/tus/:name': { what: 'By HEAD: how far it is.', reply: 'nothing' },
  'GET /sync/v1/blobs/:sha256': { what: 'A picture.', reply: 'bytes' },
}
