import { authors, type RolesReach } from '../../domain/rights.ts'

/**
 * Who may: anybody at all; everybody who is signed in, each for themself; or
 * roles, each as far as its reach goes. A role that is not named may not.
 */
export type Who = 'anyone' | 'signedIn' | RolesReach

export type Right = {
  readonly who: Who
  /** What the address names; outside a person's reach it looks like one that does not exist. */
  readonly what:
    | 'server'
    | 'self'
    | 'view'
    | 'inspection'
    | 'picture'
    | 'upload'
    | 'session'
    | 'device'
    | 'handover'
    | 'refusal'
    | 'province'
    | 'person'
    | 'area'
    | 'facility'
    | 'campaign'
  /** Refused while the password is one that somebody else has seen. */
  readonly needsOwnPassword?: true
}

/** An inspection is read where its facility is; a draft by its author alone (`mayRead` of domain/people.ts). */
const readers = { inspector: 'areas', facility: 'facility', supervisor: 'areas', administrator: 'areas' } as const
const overseers = { supervisor: 'own', administrator: 'own' } as const
/** A supervisor plans and follows in their areas, an administrator everywhere. */
const planners = { supervisor: 'areas', administrator: 'province' } as const
const reporters = { facility: 'facility', supervisor: 'areas', administrator: 'areas' } as const
const exporters = { supervisor: 'areas', administrator: 'areas' } as const
const administrators = { administrator: 'province' } as const

/**
 * Every route, and who may. A route without a row cannot be registered (guard.ts),
 * and tests/server/rights.test.ts asks each of them as everybody. What a push
 * carries is decided per mutation (`changes`), what a pull brings per row (`view`
 * is what the readers may read, and the checklists).
 */
export const rights = {
  'GET /api/health': { who: 'anyone', what: 'server' },
  'GET /api/ready': { who: 'anyone', what: 'server' },
  'GET /api/welcome': { who: 'anyone', what: 'server' },
  'GET /api/keys': { who: 'anyone', what: 'server' },
  // Whoever holds the paper holds its code; who does not learns nothing, not even that there is such an inspection.
  'GET /xac-minh/:inspection/:digest': { who: 'anyone', what: 'server' },
  'POST /api/sign-in': { who: 'anyone', what: 'server' },
  'POST /api/sign-out': { who: 'anyone', what: 'self' },
  'GET /api/me': { who: 'signedIn', what: 'self' },
  'POST /api/password': { who: 'signedIn', what: 'self' },
  'GET /api/second-factor': { who: 'signedIn', what: 'self' },
  'POST /api/second-factor': { who: overseers, what: 'self' },
  'POST /api/second-factor/confirm': { who: overseers, what: 'self' },
  'POST /api/second-factor/off': { who: 'signedIn', what: 'self' },
  'GET /api/sessions': { who: 'signedIn', what: 'self' },
  'DELETE /api/sessions/:id': { who: { ...authors, administrator: 'province' }, what: 'session' },
  'POST /api/sessions/:id/lost': { who: { ...authors, administrator: 'province' }, what: 'session' },
  'GET /api/inspections/:id': { who: readers, what: 'inspection' },
  // Counts what the asker reaches, and nothing else.
  'GET /api/overview': { who: { supervisor: 'areas', administrator: 'areas' }, what: 'view' },
  'GET /api/overview/facilities': { who: { supervisor: 'areas', administrator: 'areas' }, what: 'view' },
  // The same; a facility's own account reports of itself.
  'GET /api/reports/period': { who: reporters, what: 'view' },
  'GET /api/reports/period.xlsx': { who: reporters, what: 'view' },
  // Names of people stand in them: each leaves a line in the audit log.
  'GET /api/export/inspections.csv': { who: exporters, what: 'view', needsOwnPassword: true },
  'GET /api/export/inspections.xlsx': { who: exporters, what: 'view', needsOwnPassword: true },
  'GET /api/export/answers.csv': { who: exporters, what: 'view', needsOwnPassword: true },
  'GET /api/export/answers.xlsx': { who: exporters, what: 'view', needsOwnPassword: true },
  'GET /api/openapi.json': { who: 'signedIn', what: 'server' },

  'GET /api/campaigns': { who: planners, what: 'view' },
  'GET /api/campaigns/choices': { who: planners, what: 'view' },
  // Not a GET: a list of facilities is too long for an address. It changes nothing.
  'POST /api/campaigns/preview': { who: planners, what: 'view' },
  'POST /api/campaigns': { who: planners, what: 'view', needsOwnPassword: true },
  'GET /api/campaigns/:id': { who: planners, what: 'campaign' },
  'PUT /api/campaigns/:id': { who: planners, what: 'campaign', needsOwnPassword: true },
  'POST /api/campaigns/:id/close': { who: planners, what: 'campaign', needsOwnPassword: true },
  'PUT /api/assignments/:id': { who: planners, what: 'campaign', needsOwnPassword: true },
  'GET /api/deadlines': { who: planners, what: 'view' },
  'PUT /api/deadlines': { who: planners, what: 'view', needsOwnPassword: true },

  'GET /api/devices': { who: administrators, what: 'province', needsOwnPassword: true },
  'POST /api/devices/:id/lost': { who: { ...authors, administrator: 'province' }, what: 'device' },
  'POST /api/devices/:id/found': { who: administrators, what: 'device', needsOwnPassword: true },
  'GET /api/handovers': { who: administrators, what: 'province', needsOwnPassword: true },
  // Not a GET: each reading leaves a line in the audit log.
  'POST /api/handovers/:id/take': { who: administrators, what: 'handover', needsOwnPassword: true },
  'GET /api/refusals': { who: administrators, what: 'province', needsOwnPassword: true },
  // As above.
  'POST /api/refusals/:id/take': { who: administrators, what: 'refusal', needsOwnPassword: true },
  'GET /api/people': { who: administrators, what: 'province', needsOwnPassword: true },
  'POST /api/people': { who: administrators, what: 'province', needsOwnPassword: true },
  // Whoever is named in the body.
  'POST /api/people/reset-passwords': { who: administrators, what: 'person', needsOwnPassword: true },
  'POST /api/people/:id/lock': { who: administrators, what: 'person', needsOwnPassword: true },
  'POST /api/people/:id/unlock': { who: administrators, what: 'person', needsOwnPassword: true },
  'POST /api/people/:id/reset-password': { who: administrators, what: 'person', needsOwnPassword: true },
  'POST /api/people/:id/reset-second-factor': { who: administrators, what: 'person', needsOwnPassword: true },
  'PUT /api/people/:id/name': { who: administrators, what: 'person', needsOwnPassword: true },
  'PUT /api/people/:id/reach': { who: administrators, what: 'person', needsOwnPassword: true },
  'GET /api/people/:id/sessions': { who: administrators, what: 'person', needsOwnPassword: true },

  'GET /api/areas': { who: administrators, what: 'province', needsOwnPassword: true },
  'POST /api/areas': { who: administrators, what: 'province', needsOwnPassword: true },
  'POST /api/areas/merge': { who: administrators, what: 'province', needsOwnPassword: true },
  'PUT /api/areas/:id': { who: administrators, what: 'area', needsOwnPassword: true },
  'POST /api/areas/:id/split': { who: administrators, what: 'area', needsOwnPassword: true },
  'POST /api/areas/:id/move': { who: administrators, what: 'area', needsOwnPassword: true },
  'POST /api/areas/:id/end': { who: administrators, what: 'area', needsOwnPassword: true },
  'GET /api/facilities': { who: administrators, what: 'province', needsOwnPassword: true },
  'POST /api/facilities': { who: administrators, what: 'province', needsOwnPassword: true },
  'GET /api/facilities/:id': { who: administrators, what: 'facility', needsOwnPassword: true },
  'PUT /api/facilities/:id': { who: administrators, what: 'facility', needsOwnPassword: true },
  'POST /api/facilities/:id/move': { who: administrators, what: 'facility', needsOwnPassword: true },
  'POST /api/facilities/:id/close': { who: administrators, what: 'facility', needsOwnPassword: true },
  'POST /api/facilities/:id/reopen': { who: administrators, what: 'facility', needsOwnPassword: true },

  'GET /api/imports/template': { who: administrators, what: 'province', needsOwnPassword: true },
  'POST /api/imports/check': { who: administrators, what: 'province', needsOwnPassword: true },
  'POST /api/imports': { who: administrators, what: 'province', needsOwnPassword: true },

  'GET /sync/v1/ping': { who: 'anyone', what: 'server' },
  // A lost tablet has no session: it names itself, and answers with what only the server can have told it.
  'GET /sync/v1/lost': { who: 'anyone', what: 'server' },
  'POST /sync/v1/lost': { who: 'anyone', what: 'server' },
  // Brought for somebody whose store is locked: their key under the account's says whose it is, and no session is asked for.
  'POST /sync/v1/relay': { who: 'anyone', what: 'server' },
  'POST /sync/v1/relay/photo': { who: 'anyone', what: 'server' },
  // Brought by whoever carries a file: sealed for this server, and bound to its author's device, as above.
  'POST /sync/v1/file': { who: 'anyone', what: 'server' },
  'POST /sync/v1/file/photo': { who: 'anyone', what: 'server' },
  'POST /sync/v1/push': { who: 'signedIn', what: 'view' },
  'POST /sync/v1/deadletter': { who: 'signedIn', what: 'self' },
  'GET /sync/v1/pull': { who: 'signedIn', what: 'view' },
  'GET /sync/v1/digest': { who: 'signedIn', what: 'view' },
  'POST /sync/v1/blobs/have': { who: 'signedIn', what: 'view' },
  'POST /sync/v1/blobs/tus': { who: 'signedIn', what: 'self' },
  'PATCH /sync/v1/blobs/tus/:name': { who: authors, what: 'upload' },
  // For HEAD, which Hono hands to the route of GET; an unfinished upload is not for reading.
  'GET /sync/v1/blobs/tus/:name': { who: authors, what: 'upload' },
  'GET /sync/v1/blobs/:sha256': { who: readers, what: 'picture' },
} as const satisfies Record<string, Right>

export type RouteName = keyof typeof rights
